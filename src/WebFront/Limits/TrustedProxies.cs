using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace FlashFlow.WebFront.Limits;

/// <summary>The proxies whose word on the caller's address (<c>X-Forwarded-For</c>) is taken.</summary>
public static class TrustedProxies
{
    /// <summary>Reads addresses and networks, such as <c>10.0.0.0/8, 192.168.1.5</c>.</summary>
    public static bool TryParse(string text, out IReadOnlyList<IPNetwork> networks)
    {
        var found = new List<IPNetwork>();
        networks = found;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!word.Contains('/') && IPAddress.TryParse(word, out var address))
                found.Add(new(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(word, out var network))
                found.Add(network);
            else
                return false;
        }

        return true;
    }

    /// <summary>Validates the setting.</summary>
    public static ValidationResult? Check(string? text, ValidationContext context) => TryParse(text ?? "", out _)
        ? ValidationResult.Success
        : new($"The field {context.MemberName} must be a list of addresses and networks such as '10.0.0.0/8, 192.168.1.5'.", [context.MemberName!]);

    /// <summary>Takes the caller's address from these proxies, as many as stand in a row; with none, nothing is looked at.</summary>
    internal static void UseTrustedProxies(this WebApplication app)
    {
        if (!TryParse(app.Services.GetRequiredService<FrontOptions>().TrustedProxies, out var networks) || networks.Count == 0)
            return;

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
