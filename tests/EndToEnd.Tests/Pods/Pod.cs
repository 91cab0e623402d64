using System.Net;
using System.Net.Http.Json;
using FlashFlow.Supervisor.Processes;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests.Pods;

/// <summary>A pod on a host of its own.</summary>
/// <param name="host">The host's network namespace.</param>
/// <param name="address">Where its HTTP port is reached from this machine.</param>
/// <param name="program">What runs in it.</param>
internal sealed class Pod(string host, Uri address, ProgramDescription program) : IAsyncDisposable
{
    private readonly HttpClient client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(3) };
    private SupervisedProcess process = SupervisedProcess.Start(program);

    /// <summary>Its host's network namespace.</summary>
    public string Host => host;

    /// <summary>Where its HTTP port is reached from this machine.</summary>
    public Uri Address => address;

    /// <summary>The id of its process.</summary>
    public int Id => process.Id;

    /// <summary>Waits until its readiness probe would find it ready. Should it end, it is started again, as the kubelet does.</summary>
    public async Task ReadyAsync()
    {
        try
        {
            await Eventually.HoldsAsync($"{program.Name} on {host} to be ready", IsReadyAsync);
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException($"{failure.Message}\n{process.Output}", failure);
        }
    }

    /// <summary>The products whose grains live in it, if it is a silo; none while it does not answer.</summary>
    public async Task<string[]> ListProductsAsync()
    {
        try
        {
            return (await client.GetFromJsonAsync<string[]>("/products"))!;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return [];
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (!process.IsRunning)
        {
            await process.DisposeAsync();
            process = SupervisedProcess.Start(program);
        }

        try
        {
            using var answer = await client.GetAsync("/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
