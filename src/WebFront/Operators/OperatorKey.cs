using System.Net;
using System.Security.Cryptography;
using System.Text;
using FlashFlow.WebFront.Errors;

namespace FlashFlow.WebFront.Operators;

/// <summary>Lets a call through that shows the operator key as <c>Authorization: Bearer</c>.</summary>
internal sealed class OperatorKey(FrontOptions options) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? expected = Hash(options.OperatorKey ?? (options.DemoMode ? FrontOptions.DemoOperatorKey : null));
    private readonly bool isWellKnown = options.OperatorKey is null;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (IsShown(context.HttpContext))
            return await next(context);
        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.NoOperatorKey;
    }

    private bool IsShown(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (expected is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        if (isWellKnown && !IPAddress.IsLoopback(context.Connection.RemoteIpAddress ?? IPAddress.None))
            return false;

        // Hashes have one length, so the comparison takes the same time for every wrong key.
        return CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..]), expected);
    }

    private static byte[]? Hash(string? key) => key is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
