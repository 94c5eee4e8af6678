# syntax=docker/dockerfile:1
# Three stages: the front end, the binary with everything inside, and a small image that runs it as nobody.

FROM node:20-bookworm-slim AS web
WORKDIR /build/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build

FROM rust:1.95-slim-bookworm AS binary
# The bundled SQLite and the allocator are C.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY Cargo.toml Cargo.lock build.rs ./
COPY src/ src/
COPY benches/ benches/
COPY tools/build/ tools/build/
COPY tools/gazetteer/admin1_codes.tsv tools/gazetteer/
COPY gazetteer/ gazetteer/
COPY examples/ examples/
COPY web/base/ web/base/
COPY --from=web /build/web/dist/ web/dist/
# The folder of the data file is made here, because the last stage runs nothing as root.
RUN cargo build --release --locked --bin sitmap \
    && mkdir /data

FROM debian:bookworm-slim
COPY --from=binary /build/target/release/sitmap /usr/local/bin/sitmap
COPY --from=binary --chown=65534:65534 /data /data
USER 65534:65534
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8080
# The program asks itself: the image needs no other one for it.
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s --retries=3 CMD ["sitmap", "health", "http://127.0.0.1:8080"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["sitmap"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--data", "/data/sitmap.gpkg"]
