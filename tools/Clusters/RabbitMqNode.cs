using FlashFlow.Supervisor;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Supervisor.Servers;

namespace FlashFlow.Clusters;

/// <summary>One node of a <see cref="RabbitMqCluster"/>, in a state directory of its own.</summary>
public sealed class RabbitMqNode
{
    private const string Server = "rabbitmq";

    private readonly ProcessSupervisor supervisor;
    private readonly RabbitMqProgram program;
    private readonly Ports ports;

    internal RabbitMqNode(StateDirectory state, RabbitMqNode? sharing)
    {
        supervisor = new(state, _ => { });
        program = new(supervisor);
        var own = Ports.Settle(state, somethingRuns: false, _ => { });
        ports = own with { Epmd = sharing?.ports.Epmd ?? own.Epmd };
    }

    /// <summary>Where clients connect.</summary>
    public int Port => ports.RabbitMq;

    /// <summary>Starts it, with its data, and waits until it answers.</summary>
    /// <exception cref="SupervisorException">It does not.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        await program.StartAsync(ports, cancellation);
        await program.AwaitAsync(ports, cancellation);
    }

    /// <summary>SIGKILL: it does not notice.</summary>
    public async Task KillAsync()
    {
        await supervisor.KillAsync(Server);
        supervisor.RecordOf(Server).Remove();
    }

    /// <summary>SIGSTOP: it keeps its connections and answers nobody.</summary>
    public void Freeze() => supervisor.Freeze(Server);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => supervisor.Thaw(Server);

    /// <summary>Its own command line.</summary>
    /// <exception cref="SupervisorException">The command failed.</exception>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        var (exitCode, output) = await program.Control(ports, arguments).RunAsync();
        return exitCode == 0 ? output : throw new SupervisorException($"rabbitmqctl {string.Join(' ', arguments)} failed: {output}");
    }

    /// <summary>Removes the data of an earlier run.</summary>
    internal void Empty()
    {
        if (Directory.Exists(supervisor.State.Data))
            Directory.Delete(supervisor.State.Data, recursive: true);
    }

    /// <summary>Starts it as a member of another one's cluster.</summary>
    internal async Task JoinAsync(RabbitMqNode other)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(program.Cookie)!);
        File.Copy(other.program.Cookie, program.Cookie);
        await StartAsync();
        foreach (var command in (string[][])[["stop_app"], ["reset"], ["join_cluster", other.program.Node], ["start_app"]])
            await ControlAsync(command);
    }

    /// <summary>Kills it, and the port mapper that it may have started.</summary>
    internal async Task EndAsync()
    {
        foreach (var name in supervisor.Recorded)
        {
            await supervisor.KillAsync(name);
            supervisor.RecordOf(name).Remove();
        }
    }
}
