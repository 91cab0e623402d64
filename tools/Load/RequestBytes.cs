using System.Globalization;
using System.Text;

namespace FlashFlow.Load;

/// <summary>Writes the one request that is sent again and again (RFC 9112).</summary>
internal static class RequestBytes
{
    /// <exception cref="LoadRefusedException">A part of the request is not one.</exception>
    public static byte[] Of(LoadOptions options)
    {
        if (options.Method.Length == 0 || !options.Method.All(char.IsAsciiLetterUpper) || options.Method is "HEAD" or "CONNECT")
            throw new LoadRefusedException($"The load generator cannot send the method '{options.Method}'.");
        if (!options.Path.StartsWith('/') || !options.Path.All(letter => letter is > ' ' and <= '~'))
            throw new LoadRefusedException($"'{options.Path}' is no request path: it starts with '/' and has no spaces.");

        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{options.Method} {options.Path} HTTP/1.1\r\n")
            .Append(CultureInfo.InvariantCulture, $"Host: {options.Uri.Authority}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {options.Body.Length}\r\n");
        foreach (var (name, value) in options.Headers)
        {
            if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') || value.Any(char.IsControl))
                throw new LoadRefusedException($"'{name}' is no header that can be sent.");
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. options.Body.Span];
    }
}
