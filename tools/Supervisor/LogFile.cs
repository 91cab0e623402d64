using System.Globalization;
using System.Text;

namespace FlashFlow.Supervisor;

/// <summary>The log of one process, begun anew once it has grown large.</summary>
/// <param name="Path">Its path.</param>
public sealed record LogFile(string Path)
{
    private const long MostBytes = 10 * 1024 * 1024;
    private const int MostToRead = 64 * 1024;

    /// <summary>Notes that the process starts. One log of earlier is kept beside a large one.</summary>
    public void Begin(string name)
    {
        if (File.Exists(Path) && new FileInfo(Path).Length >= MostBytes)
            File.Move(Path, $"{Path}.1", overwrite: true);
        var now = DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        File.AppendAllText(Path, $"{StartLine(name)}, {now}\n");
    }

    /// <summary>Its last lines; none when there is no log.</summary>
    public IReadOnlyList<string> LastLines(int count = 15)
    {
        if (!File.Exists(Path))
            return [];
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(Math.Max(0, file.Length - MostToRead), SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var lines = reader.ReadToEnd().TrimEnd('\n').Split('\n');
        return lines is [""] ? [] : [.. lines.TakeLast(count)];
    }

    /// <summary>Whether the process has written <paramref name="words"/> since it was started last.</summary>
    internal bool SaysSinceStart(string name, string words)
    {
        if (!File.Exists(Path))
            return false;
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var says = false;
        while (reader.ReadLine() is { } line)
            says = !line.StartsWith(StartLine(name), StringComparison.Ordinal) && (says || line.Contains(words, StringComparison.Ordinal));
        return says;
    }

    private static string StartLine(string name) => $"--- {name} starts";
}
