using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FlashFlow.WebFront.Pages;

/// <summary>A file of the shopper's pages as it is sent: compressed once, with a tag by which a browser asks whether it has this one already.</summary>
public sealed class PageFile
{
    private readonly string contentType;
    private readonly string tag;
    private readonly EntityTagHeaderValue parsedTag;
    private readonly byte[] content;
    private readonly (string Encoding, byte[] Content)[] compressed;

    /// <param name="contentType">What it is.</param>
    /// <param name="content">The file.</param>
    public PageFile(string contentType, byte[] content)
    {
        (this.contentType, this.content) = (contentType, content);
        tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"";
        parsedTag = EntityTagHeaderValue.Parse(tag);
        compressed =
        [
            ("br", Compress(to => new BrotliStream(to, CompressionLevel.Optimal))),
            ("gzip", Compress(to => new GZipStream(to, CompressionLevel.Optimal))),
        ];
    }

    /// <summary>Its size on the way to a browser of today, in bytes.</summary>
    public int SmallestSize => compressed.Min(form => form.Content.Length);

    /// <summary>Sends it, or that the browser has it.</summary>
    /// <param name="context">The call.</param>
    /// <param name="cacheControl">Who may keep it for how long.</param>
    /// <param name="vary">The headers of the request that chose it, the encoding among them.</param>
    /// <param name="protect">Adds what a browser must know of a page, which one that has it knows already; null for what is no page.</param>
    public Task SendAsync(HttpContext context, string cacheControl, string vary, Action<HttpResponse>? protect = null)
    {
        var response = context.Response;
        response.Headers.ETag = tag;
        response.Headers.CacheControl = cacheControl;
        response.Headers.Vary = vary;
        if (IsKnown(context.Request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        protect?.Invoke(response);
        var (encoding, body) = Choose(context.Request.Headers.AcceptEncoding);
        if (encoding is not null)
            response.Headers.ContentEncoding = encoding;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body).AsTask();
    }

    private bool IsKnown(StringValues tags) =>
        tags == tag || (EntityTagHeaderValue.TryParseList(tags, out var parsed)
            && parsed.Any(known => known == EntityTagHeaderValue.Any || known.Compare(parsedTag, useStrongComparison: false)));

    private (string? Encoding, byte[] Content) Choose(StringValues accepted)
    {
        if (StringWithQualityHeaderValue.TryParseList(accepted, out var encodings))
            foreach (var form in compressed)
                if (encodings.Any(encoding => encoding.Value == form.Encoding && encoding.Quality != 0))
                    return form;
        return (null, content);
    }

    private byte[] Compress(Func<Stream, Stream> compressing)
    {
        using var to = new MemoryStream();
        using (var stream = compressing(to))
            stream.Write(content);
        return to.ToArray();
    }
}
