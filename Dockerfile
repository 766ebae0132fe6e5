# One image, two programs: the API (Enterprise.Api.dll, the default) and the migrator (Enterprise.Migrations.dll).
#   docker build -t enterprise-api --build-arg COMMIT="$(git rev-parse HEAD)" --build-arg BUILT_AT="$(date -u +%Y-%m-%dT%H:%M:%SZ)" .
# Without VERSION the program is the version of Directory.Build.props, and the label says nothing; eng/compose-up.sh gives all three.
# It runs as a user without rights, on a read-only root file system, without a capability, and writes nothing to disk.
ARG DOTNET_VERSION=10.0

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET_VERSION}-noble AS build
ENV CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /src

# Only what a restore reads, so that a change of code does not fetch the packages again.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY Enterprise.Domain/Enterprise.Domain.csproj Enterprise.Domain/packages.lock.json Enterprise.Domain/
COPY Enterprise.Application/Enterprise.Application.csproj Enterprise.Application/packages.lock.json Enterprise.Application/
COPY Enterprise.Persistence/Enterprise.Persistence.csproj Enterprise.Persistence/packages.lock.json Enterprise.Persistence/
COPY Migrations/Enterprise.Migrations.csproj Migrations/packages.lock.json Migrations/
COPY Enterprise.Api/Enterprise.Api.csproj Enterprise.Api/packages.lock.json Enterprise.Api/

# For every platform that the lock files name: with one of them alone, locked mode would miss the others.
RUN dotnet restore Enterprise.Api --locked-mode -p:PublishReadyToRun=true

COPY . .
ARG VERSION=
ARG COMMIT=unknown
ARG BUILT_AT=unknown
# What analysers say was heard by eng/test.sh.
RUN case "$(uname -m)" in \
      x86_64) rid=linux-x64 ;; \
      aarch64) rid=linux-arm64 ;; \
      *) echo "no runtime identifier for $(uname -m)" >&2; exit 1 ;; \
    esac \
 && dotnet publish Enterprise.Api --no-restore -c Release -r "$rid" --self-contained false -o /out \
      -p:PublishReadyToRun=true -p:RunAnalyzers=false \
      ${VERSION:+"-p:Version=$VERSION"} -p:SourceRevisionId="$COMMIT" -p:BuiltAt="$BUILT_AT" \
 && rm /out/appsettings/appsettings.Development.json \
 && cp LICENSE /out/ \
 && test -f /out/Enterprise.Migrations.dll -a -f /out/Enterprise.Migrations.runtimeconfig.json \
 && test -f /out/NOTICE.common-passwords.txt

# Ubuntu's image has ICU, without which Unicode normalisation does nothing at all; the chiseled and Alpine ones have not. It moves
# with the patches of .NET and Ubuntu: a build takes the newest, and what was built stays what it was.
FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET_VERSION}-noble
ARG VERSION=
ARG COMMIT=unknown
ARG BUILT_AT=unknown
LABEL org.opencontainers.image.title="Enterprise.Api" \
      org.opencontainers.image.description="Accounts, sessions and access control for a company's applications" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$COMMIT" \
      org.opencontainers.image.created="$BUILT_AT"
# Metrics and the details of /ready are on the second port, which no proxy publishes.
# The diagnostics port would write a socket below /tmp, and the runtime does not start where it cannot.
ENV APP_ENV=production \
    APP_SERVER__HOST=0.0.0.0 \
    APP_SERVER__PORT=8080 \
    APP_SERVER__MANAGEMENT_PORT=9464 \
    DOTNET_EnableDiagnostics=0
WORKDIR /app
COPY --from=build /out ./
# 1654, a user of the base image.
USER $APP_UID
EXPOSE 8080 9464
STOPSIGNAL SIGTERM
# Is the process alive? It asks its own /health. Whether it should get requests is another question, which proxies ask at /ready.
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=3 CMD ["dotnet", "Enterprise.Api.dll", "--health"]
ENTRYPOINT ["dotnet", "Enterprise.Api.dll"]
