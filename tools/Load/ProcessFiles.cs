using System.Globalization;

namespace FlashFlow.Load;

/// <summary>Reads what Linux tells about processes under <c>/proc</c>. Null for a process that is no more, or that may not be looked at.</summary>
internal static class ProcessFiles
{
    private const string ProportionalMemory = "Pss:";
    private const string ResidentMemory = "VmRSS:";
    private const string BytesToStorage = "write_bytes:";
    private const string Kilobytes = "kB";

    /// <summary>Ids of all processes.</summary>
    public static IEnumerable<int> Ids() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    /// <summary>Bytes that it holds in RAM, those that it shares with others in full.</summary>
    public static long? ResidentBytes(int id) => FindNumber($"/proc/{id}/status", ResidentMemory) * 1_024;

    /// <summary>Bytes that it holds in RAM; of those that it shares its part, so that the sum of several processes counts nothing twice.</summary>
    public static long? ProportionalBytes(int id) => FindNumber($"/proc/{id}/smaps_rollup", ProportionalMemory) * 1_024;

    /// <summary>Bytes that it, and those of its children that it has seen end, caused to be sent to storage.</summary>
    public static long? BytesWritten(int id) => FindNumber($"/proc/{id}/io", BytesToStorage);

    /// <summary>Its parent and its processor time.</summary>
    public static ProcessorUsage? Stat(int id) => Read<ProcessorUsage>($"/proc/{id}/stat", path => ProcessorUsage.Parse(File.ReadAllText(path)));

    private static long? FindNumber(string path, string name) => Read<long>(path, _ =>
        File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(name.Length).Trim().TrimEnd(Kilobytes), CultureInfo.InvariantCulture)
            : (long?)null);

    private static T? Read<T>(string path, Func<string, T?> read)
        where T : struct
    {
        try
        {
            return read(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
