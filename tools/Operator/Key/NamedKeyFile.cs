using FlashFlow.Infrastructure.Access;

namespace FlashFlow.Operator.Key;

/// <summary>A file of keys on this machine.</summary>
internal static class NamedKeyFile
{
    /// <summary>The keys in the file; none where it does not exist yet.</summary>
    /// <exception cref="ToolFailedException">It cannot be read.</exception>
    public static IReadOnlyList<NamedKey> Read(string path) => Try(path, () => File.Exists(path) ? KeyFile.Read(File.ReadAllBytes(path), []) : []);

    /// <summary>Writes the file anew, whole: who reads it meanwhile reads the one before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="before">What it held when it was read.</param>
    /// <param name="keys">What it is to hold.</param>
    /// <exception cref="ToolFailedException">It cannot be written, or somebody else has changed it.</exception>
    public static void Replace(string path, IReadOnlyList<NamedKey> before, IReadOnlyList<NamedKey> keys) => Try(path, () =>
    {
        // The file beside it is the lock, too: it is there as long as somebody writes.
        var beside = $"{path}.new";
        using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            file.Write(KeyFile.Write(keys));
        var isSame = Read(path).SequenceEqual(before);
        if (isSame)
            File.Move(beside, path, overwrite: true);
        else
            File.Delete(beside);
        return isSame ? path : throw new IOException("Somebody else has changed it meanwhile: try again.");
    });

    private static T Try<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            throw new ToolFailedException($"the file {path} cannot be used. {failure.Message}", failure);
        }
    }
}
