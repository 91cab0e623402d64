using System.Security.Cryptography;
using System.Text;
using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor;

/// <summary>Where the launcher keeps data, logs and process ids. What runs in one directory knows nothing of what runs in another.</summary>
public sealed class StateDirectory
{
    /// <summary>In the environment of every process that is started from here: the directory, by which it is recognised.</summary>
    public const string Variable = "FLASHFLOW_STATE";

    private StateDirectory(string path)
    {
        Root = path;
        Logs = Path.Combine(path, "logs");
        Data = Path.Combine(path, "data");
        Identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..8];
    }

    /// <summary>Its path, without symbolic links.</summary>
    public string Root { get; }

    /// <summary>One log per process.</summary>
    public string Logs { get; }

    /// <summary>The data of the servers.</summary>
    public string Data { get; }

    /// <summary>Eight hexadecimal digits that stay the same as long as the path does; names clusters, nodes and the row of ports.</summary>
    public string Identity { get; }

    /// <summary>Opens the directory, creates it if need be.</summary>
    /// <exception cref="SupervisorException">It cannot be written to.</exception>
    public static StateDirectory Open(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(path, "logs"));
            Directory.CreateDirectory(Path.Combine(path, "data"));
            var state = new StateDirectory(Native.Resolve(path));
            using (File.OpenHandle(state.PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
                return state;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SupervisorException($"cannot write to the state directory {path}.", failure);
        }
    }

    /// <summary>A directory inside this one for a run of its own, such as <c>test</c>.</summary>
    public StateDirectory Within(string name) => Open(Path.Combine(Root, name));

    /// <summary>Path of a file in it.</summary>
    public string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>The log of a process.</summary>
    public LogFile LogOf(string name) => new(Path.Combine(Logs, $"{name}.log"));

    /// <summary>What a file says; null when it is missing or empty.</summary>
    internal string? Read(string file)
    {
        try
        {
            return File.ReadAllText(PathOf(file)).TrimEnd() is { Length: > 0 } text ? text : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    internal void Write(string file, string text) => File.WriteAllText(PathOf(file), text + "\n");

    internal void Delete(string file) => File.Delete(PathOf(file));
}
