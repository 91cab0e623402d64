using System.Text.Json;
using FlashFlow.Bench.Results;

namespace FlashFlow.Bench.Report;

/// <summary>Keeps a bench as JSON, from which its page can be drawn again.</summary>
internal static class BenchFile
{
    /// <summary>Writes a new file.</summary>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public static async Task WriteAsync(BenchReport report, string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.CreateNew);
        await JsonSerializer.SerializeAsync(file, report, BenchJson.Default.BenchReport, cancellation);
        await file.WriteAsync("\n"u8.ToArray(), cancellation);
    }

    /// <summary>Reads what <see cref="WriteAsync"/> wrote.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">It is not a bench.</exception>
    public static BenchReport Read(string path)
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize(file, BenchJson.Default.BenchReport) ?? throw new JsonException($"{path} holds no bench.");
    }
}
