using System.Net;
using System.Net.Http.Headers;

namespace FlashFlow.WebFront.Tests;

/// <summary>The body of a good order with as much white space behind it as makes it a certain size.</summary>
internal sealed class PaddedOrder : HttpContent
{
    private readonly byte[] body;
    private readonly bool isChunked;

    /// <param name="size">Size of the body in bytes.</param>
    /// <param name="isChunked">Sent in chunks, so that its size is not told beforehand.</param>
    public PaddedOrder(int size, bool isChunked)
        : this("""{"shopperId":"ada","quantity":1}""".PadRight(size), isChunked)
    {
    }

    public PaddedOrder(string body, bool isChunked)
    {
        this.body = Encoding.ASCII.GetBytes(body);
        this.isChunked = isChunked;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return !isChunked;
    }
}
