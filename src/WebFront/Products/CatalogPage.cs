using System.Security.Cryptography;
using System.Text;

namespace FlashFlow.WebFront.Products;

/// <summary>A page of products, written and named once for all who ask for it.</summary>
internal sealed class CatalogPage
{
    /// <param name="products">The products, each as JSON.</param>
    /// <param name="next">The product after which the next page begins, or null.</param>
    public CatalogPage(IReadOnlyList<byte[]> products, string? next)
    {
        Next = next;
        Body = Join(products);
        using var content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        content.AppendData(Body);
        content.AppendData(Encoding.ASCII.GetBytes(next ?? ""));
        ETag = $"\"{Convert.ToHexStringLower(content.GetHashAndReset().AsSpan(0, 16))}\"";
    }

    /// <summary>A JSON array of products.</summary>
    public byte[] Body { get; }

    /// <summary>Names the content; another one with every change of it.</summary>
    public string ETag { get; }

    /// <summary>The product after which the next page begins; null on the last page.</summary>
    public string? Next { get; }

    private static byte[] Join(IReadOnlyList<byte[]> products)
    {
        var body = new MemoryStream(2 + products.Sum(product => product.Length + 1));
        body.WriteByte((byte)'[');
        for (var i = 0; i < products.Count; i++)
        {
            if (i > 0)
                body.WriteByte((byte)',');
            body.Write(products[i]);
        }

        body.WriteByte((byte)']');
        return body.ToArray();
    }
}
