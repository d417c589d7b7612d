import express, { type RequestHandler } from 'express';
import { Refusal } from '../problem.ts';

const LIMIT = '1mb';

/** Reads JSON bodies of up to 1 MB. What is no JSON is refused with the place where it breaks (see `errors.ts`). */
export function jsonBody(): RequestHandler[] {
  return [refuseOtherTypes, express.json({ limit: LIMIT, strict: false, type: isJson })];
}

const refuseOtherTypes: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  const type = request.headers['content-type'] ?? '';
  if (!hasBody || isJsonType(type) || /^multipart\/form-data/i.test(type)) return next();
  const sent = type === '' ? 'Nothing was said about the type of the body' : `The body is ${type.split(';')[0]}`;
  next(new Refusal(415, 'not-json', `${sent}. Send JSON, with the header Content-Type: application/json.`));
};

function isJson(request: { headers: NodeJS.Dict<string | string[]> }): boolean {
  return isJsonType(String(request.headers['content-type'] ?? ''));
}

function isJsonType(type: string): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type);
}
