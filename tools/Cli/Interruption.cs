using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FlashFlow.Cli;

/// <summary>Ctrl-C, SIGTERM and SIGHUP: what a verb does is cancelled, and what it started is ended before this process is.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private volatile Process? child;

    public Interruption()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            registrations.Add(PosixSignalRegistration.Create(signal, Hear));
    }

    /// <summary>Cancelled by the first of these signals.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>The exit code of whoever ends because of it.</summary>
    public int ExitCode { get; private set; } = Supervisor.ExitCode.Interrupted;

    /// <summary>
    /// Runs a program that shares the terminal, and so hears Ctrl-C by itself; SIGTERM is passed on to it. Meanwhile neither cancels anything
    /// here: it ends in its own way, and what was started for it is ended after it.
    /// </summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        child = process;
        try
        {
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        finally
        {
            child = null;
        }
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        var isCtrlC = context.Signal == PosixSignal.SIGINT;
        if (child is { } running)
        {
            if (!isCtrlC)
                Process.Start("kill", ["-s", "TERM", running.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
            return;
        }

        if (source.IsCancellationRequested)
            return;
        ExitCode = isCtrlC ? Supervisor.ExitCode.Interrupted : Supervisor.ExitCode.Terminated;
        source.Cancel();
    }
}
