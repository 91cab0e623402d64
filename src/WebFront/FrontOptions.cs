using System.ComponentModel.DataAnnotations;
using FlashFlow.WebFront.Limits;
using FlashFlow.WebFront.Shoppers;

namespace FlashFlow.WebFront;

/// <summary>The HTTP side. Section <c>FlashFlow:Front</c>.</summary>
public sealed record FrontOptions
{
    /// <summary>The operator key of demo mode. It opens nothing but to callers on the same machine.</summary>
    public const string DemoOperatorKey = "demo-operator-key";

    /// <summary>The shop's key of demo mode, likewise.</summary>
    public const string DemoShopKey = "demo-shop-key";

    /// <summary>The key of demo mode for who only looks, likewise.</summary>
    public const string DemoViewerKey = "demo-viewer-key";

    /// <summary>
    /// Adds the demo's <c>POST /init</c>, <c>POST /buy</c> and <c>POST /demo/payments</c>, and, where no others are set, keys that everybody
    /// knows. For a machine of your own.
    /// </summary>
    public bool DemoMode { get; init; }

    /// <summary>The key of the operator who has no other name, at least 16 characters. Empty: there is none.</summary>
    [RegularExpression(".{16,}", ErrorMessage = "The field OperatorKey must have at least 16 characters, or be empty.")]
    public string? OperatorKey { get; init; }

    /// <summary>Further keys, of viewers, shops and operators, each with a name that the history of a sale tells.</summary>
    [CustomValidation(typeof(NamedKeys), nameof(NamedKeys.Check))]
    public IReadOnlyList<NamedKey> Keys { get; init; } = [];

    /// <summary>
    /// A file of further keys (<see cref="KeyFile"/>), which is read again when it changes: so keys are exchanged without a restart. Empty: none.
    /// </summary>
    public string? KeysFile { get; init; }

    /// <summary>Whether shoppers are known by tokens that the shop has signed (<see cref="ShopperTokenOptions"/>).</summary>
    [EnumDataType(typeof(ShopperTokenMode), ErrorMessage = "The field ShopperTokens must be off, optional or required.")]
    public ShopperTokenMode ShopperTokens { get; init; } = ShopperTokenMode.Off;

    /// <summary>
    /// Where the shopper's page sends people to pay for what is held for them, such as <c>https://shop.example/pay/{orderId}</c>: an address
    /// with <c>{productId}</c> and <c>{orderId}</c> in it. Empty: the shop tells them otherwise, and in demo mode the page pays by itself.
    /// </summary>
    [RegularExpression("https?://.+", ErrorMessage = "The field PaymentPage must be an address that begins with http:// or https://, or be empty.")]
    public string? PaymentPage { get; init; }

    /// <summary>Most units in one order.</summary>
    [Range(1, 1_000_000)]
    public int MaxQuantity { get; init; } = 100;

    /// <summary>
    /// Longest time, in milliseconds, that the front warms up before <c>/health/ready</c> says yes: it places orders for products that
    /// nobody sells. It is over earlier when its code is compiled, or when something does not answer; 0: no warm-up.
    /// </summary>
    [Range(0, 60_000)]
    public int WarmUpMilliseconds { get; init; } = 10_000;

    /// <summary>
    /// How long a front that is told to stop goes on answering, in seconds, while <c>/health/ready</c> says no: as long as its load balancer takes
    /// to send nobody to it any more.
    /// </summary>
    [Range(0, 300)]
    public int LeaveSeconds { get; init; }

    /// <summary>
    /// Addresses and networks of the proxies in front, separated by commas: from these <c>X-Forwarded-For</c> is taken as the caller's
    /// address. Empty: from nobody.
    /// </summary>
    [CustomValidation(typeof(TrustedProxies), nameof(Limits.TrustedProxies.Check))]
    public string TrustedProxies { get; init; } = "";
}
