using System.Diagnostics;
using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Testing;

/// <summary>A process that a test has started; should the test run die, whoever ends the run finds it by its record.</summary>
public sealed class SupervisedProcess : IAsyncDisposable
{
    private static int started;

    private readonly Process process;
    private readonly string name;
    private readonly LogFile log;
    private readonly long logBegins;

    private SupervisedProcess(ProgramDescription program)
    {
        name = program.Name;
        log = Supervisor.State.LogOf(name);
        logBegins = File.Exists(log.Path) ? new FileInfo(log.Path).Length : 0;
        process = Supervisor.Start(program);
    }

    public bool IsRunning => !process.HasExited;

    public int Id => process.Id;

    /// <summary>What it has written so far.</summary>
    public string Output
    {
        get
        {
            using var file = new FileStream(log.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(Math.Min(logBegins, file.Length), SeekOrigin.Begin);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
    }

    private static ProcessSupervisor Supervisor => RealServices.Supervisor;

    /// <summary>Starts a program under a name that no other process of this run has.</summary>
    public static SupervisedProcess Start(ProgramDescription program) =>
        new(program with { Name = $"test-{program.Name}-{Interlocked.Increment(ref started)}" });

    /// <summary>What the names of processes may begin with that no other of this run have.</summary>
    public static string NewPrefix() => $"test-{Environment.ProcessId}-{Interlocked.Increment(ref started)}-";

    /// <summary>SIGKILL: it does not notice.</summary>
    public async Task KillAsync()
    {
        await Supervisor.KillAsync(name);
        await EndAsync();
    }

    /// <summary>SIGSTOP: it keeps its connections and answers nobody.</summary>
    public void Freeze() => Supervisor.Freeze(name);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Supervisor.Thaw(name);

    /// <summary>SIGTERM: it may finish what it is doing.</summary>
    /// <returns>Its exit code; 137 when it had to be killed.</returns>
    public async Task<int> StopAsync()
    {
        await Supervisor.EndAsync([name]);
        await EndAsync();
        return process.ExitCode;
    }

    /// <summary>Waits for the end that it comes to by itself.</summary>
    public async Task EndAsync()
    {
        await process.WaitForExitAsync().Within($"the end of {name}");
        Supervisor.RecordOf(name).Remove();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await KillAsync();
        process.Dispose();
    }
}
