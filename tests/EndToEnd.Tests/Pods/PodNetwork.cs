using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests.Pods;

/// <summary>
/// A network of hosts on this machine, joined by a bridge, each a network namespace of its own as that of a pod; nothing of it is seen
/// outside. The servers of the test run are reached at <see cref="Servers"/>, by lines from there.
/// </summary>
internal sealed class PodNetwork : IAsyncDisposable
{
    private const string Mark = "flashflow-test-";
    private const string Bridge = "bridge";
    private const int NetworkNamespace = 0x40000000; // CLONE_NEWNET

    private readonly string name = $"{Mark}{Environment.ProcessId}";
    private readonly List<HoldableLine> lines = [];
    private readonly List<string> hosts = [];

    private PodNetwork()
    {
    }

    /// <summary>Where pods find servers.</summary>
    public IPAddress Servers { get; } = IPAddress.Parse("10.77.0.1");

    public static async Task<PodNetwork> CreateAsync()
    {
        await RemoveRemainsAsync();
        var network = new PodNetwork();
        await RunAsync("ip", "netns", "add", network.name);
        await network.IpAsync("link", "add", Bridge, "type", "bridge");
        await network.IpAsync("addr", "add", $"{network.Servers}/24", "dev", Bridge);
        await network.IpAsync("link", "set", Bridge, "up");
        return network;
    }

    /// <summary>Adds a host.</summary>
    /// <returns>Its namespace, and its address.</returns>
    public async Task<(string Namespace, IPAddress Address)> AddHostAsync()
    {
        hosts.Add($"{name}-{hosts.Count + 1}");
        var (host, address) = (hosts[^1], IPAddress.Parse($"10.77.0.{hosts.Count + 1}"));
        await RunAsync("ip", "netns", "add", host);
        await IpAsync("link", "add", PortOf(host), "type", "veth", "peer", "name", "eth0", "netns", host);
        await IpAsync("link", "set", PortOf(host), "master", Bridge, "up");
        await RunAsync("ip", "-n", host, "addr", "add", $"{address}/24", "dev", "eth0");
        await RunAsync("ip", "-n", host, "link", "set", "lo", "up");
        await RunAsync("ip", "-n", host, "link", "set", "eth0", "up");
        return (host, address);
    }

    /// <summary>Nothing reaches the host any more, and nothing comes from it.</summary>
    public Task CutOffAsync(string host) => IpAsync("link", "set", PortOf(host), "down");

    /// <summary>Ends that.</summary>
    public Task JoinAsync(string host) => IpAsync("link", "set", PortOf(host), "up");

    /// <summary>Gives a server of this machine an address in this network.</summary>
    public IPEndPoint Offer(EndPoint server, int port)
    {
        lines.Add(Inside(() => new HoldableLine(server, new TcpListener(Servers, port))));
        return new(Servers, port);
    }

    /// <summary>A line from this machine to a port of a host.</summary>
    /// <returns>Where it begins.</returns>
    public Uri LineTo(IPAddress host, int port)
    {
        lines.Add(new(new IPEndPoint(host, port), new TcpListener(IPAddress.Loopback, 0), () => Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))));
        return new($"http://{lines[^1].Address}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var line in lines)
            await line.DisposeAsync();
        foreach (var host in hosts.Append(name))
            await RunAsync("ip", "netns", "del", host);
    }

    // A test run that was killed has left its own.
    private static async Task RemoveRemainsAsync()
    {
        foreach (var path in Directory.Exists("/run/netns") ? Directory.GetFiles("/run/netns", $"{Mark}*") : [])
            if (!Directory.Exists($"/proc/{Path.GetFileName(path)[Mark.Length..].Split('-')[0]}"))
                await RunAsync("ip", "netns", "del", Path.GetFileName(path));
    }

    private static string PortOf(string host) => $"port-{host.Split('-')[^1]}";

    private Task IpAsync(params string[] arguments) => RunAsync("ip", ["-n", name, .. arguments]);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await new ShortCommand(program, arguments).RunAsync();
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}");
    }

    // A socket belongs to the namespace of the thread that makes it, for good. The thread ends with that.
    private T Inside<T>(Func<T> make)
    {
        var made = new TaskCompletionSource<T>();
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/run/netns/{name}");
                if (SetNamespace((int)handle.DangerousGetHandle(), NetworkNamespace) != 0)
                    throw new InvalidOperationException($"setns: {Marshal.GetLastPInvokeErrorMessage()}");
                made.SetResult(make());
            }
            catch (Exception failure)
            {
                made.SetException(failure);
            }
        });
        thread.Start();
        thread.Join();
        return made.Task.GetAwaiter().GetResult();
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(int handle, int kind);
}
