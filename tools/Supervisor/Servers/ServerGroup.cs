using FlashFlow.Supervisor.Processes;

namespace FlashFlow.Supervisor.Servers;

/// <summary>Redis, RabbitMQ and PostgreSQL of a state directory, wherever they come from. Whoever changes something holds its <see cref="StateLock"/>.</summary>
public sealed class ServerGroup
{
    private readonly ProcessSupervisor supervisor;
    private readonly ServerSources sources;
    private readonly DockerEngine docker;
    private readonly RabbitMqProgram rabbitMq;
    private readonly Dictionary<ServerKind, IServerProgram> programs;

    /// <param name="supervisor">Runs them.</param>
    /// <param name="environment">Where given addresses are found; the environment of this process, if nothing else is said.</param>
    public ServerGroup(ProcessSupervisor supervisor, Func<string, string?>? environment = null)
    {
        this.supervisor = supervisor;
        sources = new(supervisor.State, environment ?? Environment.GetEnvironmentVariable);
        docker = new(supervisor.State);
        rabbitMq = new(supervisor);
        programs = new()
        {
            [ServerKind.Redis] = new RedisProgram(supervisor),
            [ServerKind.RabbitMq] = rabbitMq,
            [ServerKind.Postgres] = new PostgresProgram(supervisor),
        };
    }

    /// <summary>The ports of the state directory; null before anything was started in it.</summary>
    public Ports? Ports => Ports.Load(supervisor.State);

    private Ports KnownPorts => Ports ?? throw new SupervisorException("the servers are not running: ./flashflow up, or ./flashflow services up.");

    /// <summary>Whether we run it ourselves.</summary>
    public bool IsOwn(ServerKind kind) => sources.IsOwn(kind);

    /// <summary>Where it comes from.</summary>
    public ServerSource SourceOf(ServerKind kind) => sources.Of(kind);

    /// <summary>Whether the environment names somebody else's.</summary>
    public bool IsGiven(ServerKind kind) => sources.IsGiven(kind);

    /// <summary>Where it listens.</summary>
    public string AddressOf(ServerKind kind) => sources.AddressOf(kind, KnownPorts);

    /// <summary>The addresses, as the engine, the tools and the tests read them from their environment.</summary>
    public IReadOnlyDictionary<string, string?> Addresses => ServerKind.All
        .SelectMany(kind => new[] { KeyValuePair.Create(kind.Variable, (string?)AddressOf(kind)), KeyValuePair.Create(kind.Setting, (string?)AddressOf(kind)) })
        .ToDictionary();

    /// <summary>Whether it runs; of somebody else's that is taken for granted.</summary>
    public async Task<bool> IsRunningAsync(ServerKind kind) => SourceOf(kind) switch
    {
        ServerSource.Given => true,
        ServerSource.Binaries => supervisor.IsAlive(kind.Name),
        ServerSource.Docker => (await RunningInDockerAsync()).Contains(kind.Name),
        _ => false,
    };

    /// <summary>All that the state directory has running: processes, and servers in containers.</summary>
    public async Task<IReadOnlyList<string>> EverythingAsync() => [.. supervisor.Recorded, .. await RunningInDockerAsync()];

    /// <summary>Chooses the ports of the state directory, in which nothing runs, and starts nothing.</summary>
    /// <exception cref="SupervisorException">None are free.</exception>
    public void SettlePorts() => Ports.Settle(supervisor.State, somethingRuns: false, supervisor.Say);

    /// <summary>Starts what does not run yet.</summary>
    /// <returns>Those that have to be awaited.</returns>
    /// <exception cref="SupervisorException">One cannot be had, or started.</exception>
    public async Task<IReadOnlyList<ServerKind>> BeginAsync(CancellationToken cancellation = default)
    {
        var somethingRuns = supervisor.Recorded.Any(supervisor.IsAlive) || (await RunningInDockerAsync()).Count > 0;
        var ports = Ports.Settle(supervisor.State, somethingRuns, supervisor.Say);
        await sources.ChooseAsync(kind => programs[kind], docker, supervisor.Say);
        var awaited = new List<ServerKind>();
        var inDocker = new List<ServerKind>();
        foreach (var kind in ServerKind.All)
        {
            if (IsGiven(kind))
                supervisor.Say($"{kind.Name}: as given in {kind.Variable}");
            else if (await IsRunningAsync(kind))
                supervisor.Say($"{kind.Name}: runs already on 127.0.0.1:{kind.PortIn(ports)}");
            else if (SourceOf(kind) == ServerSource.Docker)
                inDocker.Add(kind);
            else
                awaited.Add(await BeginAsync(kind, cancellation));
        }

        await StartInDockerAsync(inDocker, cancellation);
        return awaited;
    }

    /// <summary>Waits until they answer.</summary>
    /// <exception cref="SupervisorException">One ended, or did not answer in time.</exception>
    public Task AwaitAsync(IEnumerable<ServerKind> kinds, CancellationToken cancellation = default) =>
        Task.WhenAll(kinds.Select(kind => programs[kind].AwaitAsync(KnownPorts, cancellation)));

    /// <summary>Starts all that do not run and waits until they answer.</summary>
    /// <exception cref="SupervisorException">One cannot be had, or started.</exception>
    public async Task StartAsync(CancellationToken cancellation = default) => await AwaitAsync(await BeginAsync(cancellation), cancellation);

    /// <summary>Starts one of our own again, with its data, and waits until it answers.</summary>
    /// <exception cref="SupervisorException">It is not ours, or it does not start.</exception>
    public async Task StartAsync(ServerKind kind, CancellationToken cancellation = default)
    {
        if (SourceOf(kind) == ServerSource.Docker)
            await StartInDockerAsync([kind], cancellation);
        else
            await AwaitAsync([await BeginAsync(kind, cancellation)], cancellation);
    }

    /// <summary>Stops one of our own in good order.</summary>
    public async Task StopAsync(ServerKind kind)
    {
        if (SourceOf(kind) == ServerSource.Docker)
            await docker.RunAsync(KnownPorts, default, "stop", kind.Name);
        else
            await supervisor.EndAsync([kind.Name]);
    }

    /// <summary>Ends one of our own at once, as a power cut would.</summary>
    public async Task KillAsync(ServerKind kind)
    {
        if (SourceOf(kind) == ServerSource.Docker)
        {
            await docker.RunAsync(KnownPorts, default, "kill", "--signal", "KILL", kind.Name);
            return;
        }

        await supervisor.KillAsync(kind.Name);
        supervisor.RecordOf(kind.Name).Remove();
    }

    /// <summary>Has one of our own stand still: it keeps its connections and answers nobody.</summary>
    public async Task FreezeAsync(ServerKind kind)
    {
        if (SourceOf(kind) == ServerSource.Docker)
            await docker.RunAsync(KnownPorts, default, "pause", kind.Name);
        else
            supervisor.Freeze(kind.Name);
    }

    /// <summary>Lets it go on.</summary>
    public async Task ThawAsync(ServerKind kind)
    {
        if (SourceOf(kind) == ServerSource.Docker)
            await docker.RunAsync(KnownPorts, default, "unpause", kind.Name);
        else
            supervisor.Thaw(kind.Name);
    }

    /// <summary>Lets everything go on: what stands still does not hear that it shall end.</summary>
    public async Task ThawAllAsync()
    {
        foreach (var name in await EverythingAsync())
            if (IsInDocker(name))
                await docker.RunAsync(KnownPorts, default, "unpause", name);
            else if (supervisor.IsAlive(name))
                supervisor.Thaw(name);
    }

    /// <summary>RabbitMQ's own command line, for the one that runs here.</summary>
    /// <exception cref="SupervisorException">It is not ours, or runs in a container.</exception>
    public Task<(int ExitCode, string Output)> RabbitMqCtlAsync(params string[] arguments) =>
        SourceOf(ServerKind.RabbitMq) == ServerSource.Binaries && supervisor.IsAlive(ServerKind.RabbitMq.Name)
            ? rabbitMq.Control(KnownPorts, arguments).RunAsync()
            : throw new SupervisorException("rabbitmq was not started by the launcher, or runs in a container.");

    /// <summary>Ends processes and servers in good order, those in containers last.</summary>
    public async Task EndAsync(IEnumerable<string> names)
    {
        var all = names.Distinct().ToList();
        await supervisor.EndAsync(all.Where(name => !IsInDocker(name)));
        string[] inDocker = [.. all.Where(IsInDocker)];
        if (inDocker.Length == 0)
            return;
        supervisor.Say($"stopping {string.Join(", ", inDocker)} in Docker ...");
        if (!await docker.RunAsync(KnownPorts, default, ["rm", "--force", "--stop", .. inDocker]))
            supervisor.Say($"docker compose could not stop them: see {docker.Log.Path}.");
    }

    /// <summary>Given addresses count for one run.</summary>
    public void ForgetGiven() => sources.ForgetGiven();

    /// <summary>Ends all that the state directory has running and removes its data: the next run starts from nothing.</summary>
    public async Task EndAndEmptyAsync()
    {
        await EndAsync(await EverythingAsync());
        if (ServerKind.All.Any(kind => IsInDocker(kind.Name)) && await docker.WorksAsync())
            await docker.RunAsync(KnownPorts, default, "down", "--volumes");
        sources.ForgetAll();
        var postgres = new PostgresData(supervisor);
        if (postgres.IsElsewhere && Directory.Exists(postgres.Directory))
            Directory.Delete(postgres.Directory, recursive: true);
        Directory.Delete(supervisor.State.Data, recursive: true);
        Directory.CreateDirectory(supervisor.State.Data);
    }

    private bool IsInDocker(string name) => ServerKind.Find(name) is { } kind && sources.OwnOf(kind) == ServerSource.Docker;

    private async Task<IReadOnlyList<string>> RunningInDockerAsync() =>
        Ports is { } ports && ServerKind.All.Any(kind => IsInDocker(kind.Name)) ? await docker.RunningAsync(ports) : [];

    private async Task<ServerKind> BeginAsync(ServerKind kind, CancellationToken cancellation)
    {
        var port = kind.PortIn(KnownPorts);
        for (var tries = 0; Ports.IsInUse(port); tries++) // one that has just been stopped may hold its port for a moment
        {
            if (tries == 20)
                throw new SupervisorException($"{kind.Name} cannot start: port {port} is used by another program.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }

        supervisor.Say($"{kind.Name}: starting on 127.0.0.1:{port} ...");
        await programs[kind].StartAsync(KnownPorts, cancellation);
        return kind;
    }

    private async Task StartInDockerAsync(List<ServerKind> kinds, CancellationToken cancellation)
    {
        if (kinds.Count == 0)
            return;
        string[] names = [.. kinds.Select(kind => kind.Name)];
        supervisor.Say($"starting {string.Join(", ", names)} with Docker (the first time it downloads images) ...");
        foreach (var name in names)
            supervisor.Remember(name);
        if (!await docker.RunAsync(KnownPorts, cancellation, ["up", "--detach", "--wait", .. names]))
            throw new SupervisorException($"docker compose could not start {string.Join(", ", names)}; FLASHFLOW_NO_DOCKER=1 does without Docker.", docker.Log);
    }
}
