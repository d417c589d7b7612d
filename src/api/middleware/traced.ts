import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';

/**
 * One span a request, by its route and never by its address, whose query may hold what nobody else should read. Nothing
 * happens where no traces are asked for.
 */
export function traced(): RequestHandler {
  const tracer = trace.getTracer('kaiku');
  return (request, response, next) => {
    const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER });
    if (!span.isRecording()) return next();
    span.setAttributes({ 'http.request.method': request.method, 'kaiku.request': String(request.id) });
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path;
      if (route) {
        span.updateName(`${request.method} ${route}`);
        span.setAttribute('http.route', route);
      }
      span.setAttribute('http.response.status_code', response.statusCode);
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(context.active(), span), next);
  };
}
