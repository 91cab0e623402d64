# One image per project: docker build --build-arg PROJECT=WebFront .
# PROJECT is Silo, WebFront, Drain or Console.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG PROJECT
WORKDIR /flashflow
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src src
# compiled ahead (ReadyToRun), where NuGet has the compiler
RUN dotnet publish src/${PROJECT} -c Release -o /app --use-current-runtime --self-contained false -p:PublishReadyToRun=true \
    || { echo "not compiled ahead"; dotnet publish src/${PROJECT} -c Release -o /app; }

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG PROJECT
# for the health check
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_HTTP_PORTS=8080 PROGRAM=FlashFlow.${PROJECT}.dll
USER $APP_UID
# exec, so that the process itself is told to stop
ENTRYPOINT ["sh", "-c", "exec dotnet $PROGRAM"]
