using FlashFlow.WebFront.Documentation;
using FlashFlow.WebFront.Errors;
using FlashFlow.WebFront.WarmUp;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>Marks a call that concerns a shopper.</summary>
internal sealed record ShopperCall;

/// <summary>Says of calls that they concern a shopper, who may be known by a token.</summary>
internal static class ShopperCalls
{
    /// <summary>A call that places or changes an order: where tokens are looked at, a shopper's, or one with a key of the shop or an operator.</summary>
    public static TCall OfShopper<TCall>(this TCall call, IServiceProvider services)
        where TCall : IEndpointConventionBuilder => Guard(call, services, isLook: false).Refuses(Problems.Forbidden);

    /// <summary>A call that shows an order: the same, or one with any key, which the payment is told to.</summary>
    public static TCall ShownToShopper<TCall>(this TCall call, IServiceProvider services)
        where TCall : IEndpointConventionBuilder => Guard(call, services, isLook: true).Refuses(Problems.TooManyWrongKeys);

    // Where nothing is to be looked at, the call stays as it is.
    private static TCall Guard<TCall>(TCall call, IServiceProvider services, bool isLook)
        where TCall : IEndpointConventionBuilder
    {
        var access = services.GetRequiredService<ShopperAccess>();
        var imaginary = services.GetRequiredService<ImaginaryProduct>();
        if (access.IsOn || isLook)
        {
            call.Finally(endpoint =>
            {
                var next = endpoint.RequestDelegate!;
                endpoint.RequestDelegate = context => imaginary.IsMeantBy(context) ? next(context) : access.AdmitAsync(context, next, isLook);
            });
        }

        return call.WithMetadata(new ShopperCall()).Refuses(Problems.NoToken, Problems.UnreadableToken);
    }
}
