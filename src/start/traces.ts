import type { Telemetry } from 'bullmq';

/** What this process tells a collector of traces. */
export interface Traces {
  /** For BullMQ's queues and workers. */
  readonly telemetry: Telemetry;
  /** Sends what is left; at the end of the process. */
  close(): Promise<void>;
}

/**
 * Tells an OpenTelemetry collector of this process's requests, jobs and publishes, over OTLP/HTTP. The libraries are
 * loaded only here: who does not ask for traces pays nothing for them. From then on `@opentelemetry/api` is live.
 * @param endpoint where the collector answers, such as `http://localhost:4318`
 * @param part `api`, `workers` or `all`, as the name of the service's instance
 */
export async function openTraces(endpoint: string, part: string): Promise<Traces> {
  const [
    { NodeTracerProvider, BatchSpanProcessor },
    { OTLPTraceExporter },
    { resourceFromAttributes },
    { BullMQOtel },
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('bullmq-otel'),
  ]);
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'kaiku',
      'service.instance.id': `${part}-${process.pid}`,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  provider.register();
  return {
    telemetry: new BullMQOtel({ tracerName: 'kaiku' }) as Telemetry,
    // A collector that is away must not hold up the end of the process.
    close: () => provider.shutdown().catch(() => undefined),
  };
}
