using FlashFlow.WebFront.Access;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>Finds out who makes a shopper's call: a shopper with a token, somebody with an access key, or anybody.</summary>
/// <param name="front">Whether tokens are looked at.</param>
/// <param name="keys">The access keys.</param>
/// <param name="services">Makes what checks tokens, where they are looked at.</param>
internal sealed class ShopperAccess(FrontOptions front, KnownKeys keys, IServiceProvider services)
{
    private readonly ShopperTokens? tokens = front.ShopperTokens == ShopperTokenMode.Off ? null : services.GetRequiredService<ShopperTokens>();

    /// <summary>Whether shoppers' tokens are looked at.</summary>
    public bool IsOn => tokens is not null;

    /// <summary>Whether nothing is done for a shopper without one.</summary>
    public bool IsRequired { get; } = front.ShopperTokens == ShopperTokenMode.Required;

    /// <summary>Who shows nothing.</summary>
    public OrderCaller Nobody { get; } = front.ShopperTokens == ShopperTokenMode.Off
        ? OrderCaller.Anybody
        : new(null, null, SeesAll: false, SeesUnowned: front.ShopperTokens == ShopperTokenMode.Optional, OwnsOrders: false);

    /// <summary>Who makes a call that <see cref="AdmitAsync"/> has let pass.</summary>
    public OrderCaller CallerOf(HttpContext context) => context.Features.Get<OrderCaller>() ?? Nobody;

    /// <summary>Makes the call for whoever may, and refuses it otherwise before anything of its body is read.</summary>
    /// <param name="context">The call.</param>
    /// <param name="call">Makes it.</param>
    /// <param name="isLook">Whether it changes nothing, and is open to a viewer's key.</param>
    public async Task AdmitAsync(HttpContext context, RequestDelegate call, bool isLook)
    {
        var (caller, refusal) = await IdentifyAsync(context, isLook);
        if (refusal is not null)
        {
            if (refusal.Status == StatusCodes.Status401Unauthorized)
                context.Response.Headers.WWWAuthenticate = refusal == Problems.NoToken ? "Bearer" : "Bearer error=\"invalid_token\"";
            await refusal.ExecuteAsync(context);
            return;
        }

        context.Features.Set(caller);
        await call(context);
    }

    private async ValueTask<(OrderCaller? Caller, Problem? Refusal)> IdentifyAsync(HttpContext context, bool isLook)
    {
        if (tokens is null)
            return OfKey(context, isLook);
        if (context.Request.Headers.Authorization.Count > 1)
            return (null, Problems.RepeatedToken);
        if (AccessKey.FromBearer(context.Request) is not { } shown)
            return IsRequired ? (null, Problems.NoToken) : (Nobody, null);
        if (!ShopperTokens.IsMeantBy(shown))
            return OfKey(context, isLook);

        var (shopperId, refusal) = await tokens.CheckAsync(shown);
        return refusal is null ? (Nobody with { ShopperId = shopperId, OwnsOrders = true }, null) : (null, refusal);
    }

    private (OrderCaller? Caller, Problem? Refusal) OfKey(HttpContext context, bool isLook)
    {
        var (standing, owner) = keys.Check(context);
        return (standing, owner) switch
        {
            (KeyStanding.WrongTooOften, _) => (null, Problems.TooManyWrongKeys),
            (KeyStanding.Wrong, _) when IsOn => (null, Problems.UnreadableToken),
            (_, null) => (Nobody, null),
            (_, { Role: AccessRole.Viewer }) when !isLook => (null, Problems.Forbidden),
            _ => (new(null, owner.Name, SeesAll: true, SeesUnowned: true, OwnsOrders: IsRequired), null),
        };
    }
}
