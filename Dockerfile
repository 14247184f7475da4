# One image for every part; docker-compose.yml gives each its command.
FROM python:3.12-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        tesseract-ocr tesseract-ocr-deu tesseract-ocr-fra tesseract-ocr-spa tesseract-ocr-ita tesseract-ocr-nld \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY idp idp
COPY workers workers
RUN pip install --no-cache-dir --no-deps . \
    && useradd --create-home --uid 10001 idp \
    && mkdir /data && chown idp /data

USER idp
ENV IDP_DATA_DIR=/data IDP_HOST=0.0.0.0 IDP_LOG_FORMAT=json OMP_THREAD_LIMIT=1
VOLUME /data
EXPOSE 8300
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8300/healthz', timeout=4)"]
CMD ["idp", "serve"]
