using System.Buffers;
using System.Text.Json;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Operator.Rooms;

/// <summary>A draw as a front has published it.</summary>
/// <param name="Proof">The proof.</param>
/// <param name="Leaves">The leaves in the order of the members' numbers, 32 bytes each, one after another.</param>
internal sealed record PublishedDraw(DrawProof Proof, ReadOnlyMemory<byte> Leaves)
{
    /// <summary>Reads it; no key is needed.</summary>
    /// <exception cref="ToolFailedException">The front refuses, or what it answers is no draw.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public static async Task<PublishedDraw> ReadAsync(FrontReader front, string product, CancellationToken cancellation)
    {
        var path = $"/products/{Uri.EscapeDataString(product)}/room/proof";
        using var proof = await front.OpenAsync(path, cancellation);
        using var leaves = await front.OpenAsync($"{path}/leaves", cancellation);
        try
        {
            return new(
                JsonSerializer.Deserialize(await proof.Content.ReadAsByteArrayAsync(cancellation), RoomJson.Default.DrawProof) ?? throw new JsonException("It is null."),
                await ReadLeavesAsync(leaves, cancellation));
        }
        catch (JsonException failure)
        {
            throw new ToolFailedException($"What the front answers at {path} is no proof of a draw: {failure.Message}", failure);
        }
        catch (HttpIOException failure)
        {
            throw new HttpRequestException(failure.Message, failure);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadLeavesAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        var leaves = new ArrayBufferWriter<byte>();
        for (var member = 1L; await lines.ReadLineAsync(cancellation) is { } line; member++)
        {
            if (line.Length != 2 * MerkleTree.HashSize || Convert.FromHexString(line, leaves.GetSpan(MerkleTree.HashSize), out _, out _) != OperationStatus.Done)
                throw new ToolFailedException($"The leaf of member {member:N0} is no SHA-256 in hex.");
            leaves.Advance(MerkleTree.HashSize);
        }

        return leaves.WrittenMemory;
    }
}
