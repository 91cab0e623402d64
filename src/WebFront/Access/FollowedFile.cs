namespace FlashFlow.WebFront.Access;

/// <summary>
/// What a file says, read again within a second when it has changed, so that keys are exchanged without a restart. A file that cannot be used
/// is refused whole: what was read before stays, the log has the reason and <see cref="Trouble"/>, too.
/// </summary>
/// <remarks>The content is compared and no time: a file that is mounted into a container changes by a link that leads elsewhere.</remarks>
internal sealed class FollowedFile<T> : IDisposable
    where T : class
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly string setting;
    private readonly string path;
    private readonly int maxBytes;
    private readonly Func<byte[], T> read;
    private readonly ILogger logger;
    private readonly ITimer timer;
    private byte[] content;
    private volatile T value;
    private volatile string? trouble;

    /// <param name="setting">The setting that names the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Largest file.</param>
    /// <param name="read">Reads the file's content; throws <see cref="InvalidDataException"/> with a sentence.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of each change and each refusal, once.</param>
    /// <exception cref="InvalidOperationException">The file cannot be used as it is now; the message is a sentence that names the setting.</exception>
    public FollowedFile(string setting, string path, int maxBytes, Func<byte[], T> read, TimeProvider time, ILogger logger)
    {
        (this.setting, this.path, this.maxBytes, this.read, this.logger) = (setting, path, maxBytes, read, logger);
        try
        {
            content = ReadWhole();
            value = read(content);
        }
        catch (Exception failure) when (IsOfTheFile(failure))
        {
            throw new InvalidOperationException($"{setting}: the file cannot be used. {failure.Message}", failure);
        }

        timer = time.CreateTimer(_ => Look(), null, Every, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the file said when it was last read well.</summary>
    public T Value => value;

    /// <summary>Why the file is not used as it is now; null when it is.</summary>
    public string? Trouble => trouble;

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        try
        {
            var now = ReadWhole();
            if (!now.AsSpan().SequenceEqual(content))
                Take(now);
            else if (trouble is not null)
                Tell(null);
        }
        catch (Exception failure) when (IsOfTheFile(failure))
        {
            Tell(failure.Message);
        }
        finally
        {
            Again();
        }
    }

    // Read first, and taken only then.
    private void Take(byte[] now)
    {
        value = read(now);
        content = now;
        Tell(null);
        logger.LogInformation("{Setting}: the file has changed, and is used as it is now", setting);
    }

    private void Tell(string? reason)
    {
        if (reason is not null && reason != trouble)
            logger.LogError("{Setting}: the file is not used as it is now, and what was read before holds. {Reason}", setting, reason);
        trouble = reason;
    }

    private byte[] ReadWhole()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[Math.Min(file.Length, maxBytes) + 1];
        var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length < buffer.Length ? buffer[..length] : throw new InvalidDataException($"It has more than {maxBytes} bytes, or grows.");
    }

    private static bool IsOfTheFile(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException;

    private void Again()
    {
        try
        {
            timer.Change(Every, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The front stops.
        }
    }
}
