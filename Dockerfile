# One image for everything: `npm start`'s all-in-one by default, or `node dist/src/start-api.js`, `dist/workers/main.js`.
FROM node:24-bookworm-slim AS build
WORKDIR /kaiku
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production KAIKU_DATA_DIR=/data
WORKDIR /kaiku
# Kaiku needs no rights: the embedded database runs as the same user, in the same volume.
RUN useradd --system --uid 10001 --create-home kaiku && install -d -o kaiku -g kaiku -m 0700 /data
COPY --from=build /kaiku/package.json ./
COPY --from=build /kaiku/node_modules ./node_modules
COPY --from=build /kaiku/dist ./dist
COPY --from=build /kaiku/src/db/migrations ./src/db/migrations
COPY --from=build /kaiku/examples ./examples
USER kaiku
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD node -e "fetch('http://127.0.0.1:' + (process.env.PORT ?? 4000) + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
CMD ["node", "--enable-source-maps", "dist/src/start.js"]
