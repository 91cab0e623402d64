using System.Net;

namespace FlashFlow.WebFront.WarmUp;

/// <summary>Where a front reaches itself.</summary>
public static class OwnAddress
{
    /// <summary>The first of the addresses a front listens on that it can call without TLS; null when there is none.</summary>
    /// <param name="addresses">As the server tells them, such as <c>http://127.0.0.1:3000</c> or <c>http://[::]:80</c>.</param>
    public static Uri? Find(IEnumerable<string> addresses)
    {
        foreach (var text in addresses)
        {
            var address = BindingAddress.Parse(text);
            if (address.Scheme == Uri.UriSchemeHttp && !address.IsUnixPipe && !address.IsNamedPipe)
                return new UriBuilder(Uri.UriSchemeHttp, HostOf(address.Host), address.Port).Uri;
        }

        return null;
    }

    // Kestrel takes every name but localhost for "all addresses of this machine".
    private static string HostOf(string host) => IPAddress.TryParse(host, out var address)
        ? (address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address).ToString()
        : "localhost";
}
