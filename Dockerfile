# The same Node that package.json brings for machines that have none; test/deployment.test.ts keeps the two together.
ARG NODE_VERSION=24.21.0

FROM node:${NODE_VERSION}-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image has its Node already, so the one from npm would only make it larger.
RUN npm ci --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production
# How much it may grow, here and below: docs/decisions/0050-a-heap-of-its-own-size.md
ENV MALLOC_ARENA_MAX=2
# Other containers may ask for health and metrics; nothing is published to the outside by that.
ENV HTTP_HOST=0.0.0.0
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY assets ./assets
COPY src ./src
# A new volume takes over the owner of the folder that it covers.
RUN mkdir data && chown node:node data
USER node
VOLUME /app/data
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.HTTP_PORT || 8080) + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself, and not npm, which would keep SIGTERM from it.
CMD ["node", "--max-semi-space-size=16", "--max-old-space-size=1024", "src/main.ts"]
