using FlashFlow.Core.Auditing;
using FlashFlow.Core.Carts;
using FlashFlow.Core.Rebuilding;
using FlashFlow.Core.Rooms;
using FlashFlow.Infrastructure;
using FlashFlow.Infrastructure.Hosting;
using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Demo;
using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Feed;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Guarding;
using FlashFlow.WebFront.Operators;
using FlashFlow.WebFront.Operators.Activity;
using FlashFlow.WebFront.Operators.DeadLetters;
using FlashFlow.WebFront.Operators.Export;
using FlashFlow.WebFront.Operators.Orders;
using FlashFlow.WebFront.Operators.Rebuilding;
using FlashFlow.WebFront.Operators.Sales;
using FlashFlow.WebFront.Orders;
using FlashFlow.WebFront.Orders.Carts;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.Pages;
using FlashFlow.WebFront.Payments;
using FlashFlow.WebFront.Products;
using FlashFlow.WebFront.Rooms;
using FlashFlow.WebFront.Shoppers;
using FlashFlow.WebFront.Tracing;
using FlashFlow.WebFront.WarmUp;
using FlashFlow.WebFront.Webhooks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.WebFront;

/// <summary>The web front: takes buys over HTTP to the product's guard. Each group of calls has a folder of its own.</summary>
public static class Front
{
    /// <summary>Largest request body, in bytes.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    /// <summary>Builds the front.</summary>
    /// <param name="args">The command line, which holds settings.</param>
    /// <param name="adapt">Changes the services that it is made of; for tests.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? adapt = null)
    {
        var builder = ServiceProcess.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);

        builder.Services
            .AddValidatedOptions<FrontOptions>("FlashFlow:Front")
            .AddConnectionLimits()
            .AddRateLimits()
            .AddLeaving()
            .AddCallTraces()
            .AddRedisLedger()
            .AddRabbitMq()
            .AddPostgres()
            .AddPostgresPreparation()
            .AddSingleton<KnownKeys>()
            .AddSingleton<OperatorAnswers>()
            .AddSingleton<Auditor>()
            .AddSingleton<LedgerRebuild>()
            .AddSingleton<Rebuilds>()
            .AddSingleton<BuyActivity>()
            .AddSingleton<Checkout>()
            .AddSingleton<OrderLookup>()
            .AddSingleton<OrderChanges>()
            .AddSingleton<CartDesk>()
            .AddSingleton<CartChanges>()
            .AddSingleton<CartKeeper>()
            .AddSingleton<CartLookup>()
            .AddSingleton<CartOrders>()
            .AddSingleton<CartCheckout>()
            .AddHostedService<CartKeeperService>()
            .AddSingleton<SaleReader>()
            .AddSingleton<RoomDesk>()
            .AddValidatedOptions<RoomWorkOptions>("FlashFlow:RoomWork")
            .AddSingleton<RoomWork>()
            .AddSingleton<ProductList>()
            .AddSingleton<LiveFeed>()
            .AddSingleton<FeedWatch>()
            .AddSingleton<FeedPages>()
            .AddSingleton<ShopperPages>()
            .AddSingleton<PlainPages>()
            .AddShopperTokens(builder.Configuration)
            .AddStripe(builder.Configuration);
        builder.AddGuarding();
        builder.Services.AddHealthChecks()
            .AddRedis(whenAway: HealthStatus.Unhealthy)
            .AddRabbitMq(whenAway: HealthStatus.Degraded)
            .AddPostgres(whenAway: HealthStatus.Degraded)
            .AddCheck<KeysHealthCheck>("access-keys", HealthStatus.Degraded);
        builder.Services.AddSingleton<Rehearsal>().AddWarmUp<FrontWarmUp>();
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, AccessKeyHandler>(AccessKeyHandler.SchemeName, null);
        builder.Services.AddAuthorization();
        builder.Services.AddApiDocument();
        builder.Services.AddExceptionHandler<Failures>().AddProblemDetails();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => FrontJson.Configure(json.SerializerOptions));

        adapt?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseTrustedProxies();
        app.UseRouting();
        app.UseCallTraces();
        app.UseExceptionHandler();
        app.UseUncountedWarmUp();
        app.UseRateLimits();
        app.UseWhen(MayAnswerWithoutBody, calls => calls.UseStatusCodePages(Problem.WriteStatusCodeAsync));
        app.MapWhen(IsOpenToAll, calls => calls.UseEndpoints(_ => { }));
        app.UseAuthentication();
        app.UseAuthorization();
        var calls = app.MapGroup("").RefuseRepeatedParameters().DescribeRefusals().Refuses(Problems.InternalError).TraceCalls();
        calls.MapOrders();
        calls.MapOrderChanges();
        calls.MapCarts();
        calls.MapRooms();
        calls.MapStripe();
        calls.MapProducts();
        calls.MapLive();
        calls.MapAccess();
        calls.MapOperators();
        calls.MapSales();
        calls.MapStoredOrders();
        calls.MapFeed();
        calls.MapWebhooks();
        calls.MapActivity();
        calls.MapExport();
        calls.MapDeadLetters();
        calls.MapRebuilding();
        calls.MapDemo();
        calls.MapPages();
        app.MapHealth();
        app.MapApiDocument();
        return app;
    }

    // Who calls matters to calls that need a key only; otherwise every buy would be looked at for a key.
    private static bool IsOpenToAll(HttpContext context) =>
        context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAuthorizeData>() is null;

    // An unknown path has no endpoint, a wrong method one that is not a route's; and where a body is bound, binding may refuse it.
    private static bool MayAnswerWithoutBody(HttpContext context) =>
        context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
}
