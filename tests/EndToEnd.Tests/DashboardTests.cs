using System.Net.Http.Headers;
using System.Text;
using FlashFlow.Testing;

namespace FlashFlow.EndToEnd.Tests;

/// <summary>Orleans' dashboard, which tells all of a cluster to whoever it opens to.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private const string Key = "the-key-of-the-dashboard";

    private static readonly string[] Pages = ["/dashboard", "/dashboard/", "/Dashboard/index.min.js", "/dashboard/ClusterStats", "/dashboard/Trace"];

    private Sandbox? sandbox;

    public async Task InitializeAsync() => sandbox = await Sandbox.CreateAsync();

    public async Task DisposeAsync() => await sandbox!.DisposeAsync();

    [Fact]
    public async Task Without_a_key_in_the_settings_there_is_none()
    {
        await using var silo = await EngineProcess.StartSiloAsync(sandbox!);
        foreach (var page in Pages)
            Assert.Equal(404, await GetAsync(silo, page, Bearer(Key)));
    }

    [Fact]
    public async Task It_opens_to_the_key_alone_and_not_at_a_front()
    {
        await using var silo = await EngineProcess.StartSiloAsync(sandbox!, ("FlashFlow:Silo:DashboardKey", Key));
        await using var front = await EngineProcess.StartFrontAsync(sandbox!, ("FlashFlow:Silo:DashboardKey", Key));
        foreach (var page in Pages)
        {
            foreach (var refused in new[] { null, Bearer("a-wrong-key-of-the-dashboard"), Basic("ada:a-wrong-key-of-the-dashboard"), Basic(Key), new("Basic", "%"), new("Basic") })
                Assert.Equal(401, await GetAsync(silo, page, refused));
            Assert.Equal(404, await GetAsync(front, page, Bearer(Key)));
        }

        foreach (var key in new[] { Bearer(Key), Basic($"ada:{Key}") })
        {
            Assert.Equal(200, await GetAsync(silo, "/dashboard/", key));
            Assert.Equal(200, await GetAsync(silo, "/dashboard/ClusterStats", key));
        }
    }

    private static AuthenticationHeaderValue Bearer(string key) => new("Bearer", key);

    private static AuthenticationHeaderValue Basic(string credentials) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

    private static async Task<int> GetAsync(EngineProcess process, string path, AuthenticationHeaderValue? authorization)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = authorization } };
        using var answer = await client.GetAsync(new Uri(process.Address, path));
        return (int)answer.StatusCode;
    }
}
