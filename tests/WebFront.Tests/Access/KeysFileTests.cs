using System.Security.Cryptography;
using FlashFlow.Infrastructure.Access;

namespace FlashFlow.WebFront.Tests.Access;

/// <summary>Keys are exchanged while a front runs, and a file that is wrong takes no key away.</summary>
public sealed class KeysFileTests(ClusterFront shared) : SharedFrontTests(shared)
{
    private const string OldKey = "the-old-key-of-the-shop";
    private const string NewKey = "the-new-key-of-the-shop";

    [Fact]
    public async Task A_key_is_exchanged_without_a_restart()
    {
        using var file = new KeysOfFile(Keys(("old", OldKey)));
        await using var front = await StartAsync(file);
        Assert.Equal("old", await NameAsync(front, OldKey));
        Assert.Null(await NameAsync(front, NewKey));

        file.Write(Keys(("old", OldKey), ("new", NewKey)));
        await Eventually.HoldsAsync("the new key to be taken", async () => await NameAsync(front, NewKey) == "new");
        Assert.Equal("old", await NameAsync(front, OldKey));

        file.Write(Keys(("new", NewKey)));
        await Eventually.HoldsAsync("the old key to be refused", async () => await NameAsync(front, OldKey) is null);
        Assert.Equal(("new", RunningFront.ShopName), (await NameAsync(front, NewKey), await NameAsync(front, RunningFront.ShopKey)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("""[{"name":"new","role":"owner","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}]""")]
    [InlineData("""[{"name":"new","role":"shop","sha256":"00"}]""")]
    [InlineData("""[{"name":"new","role":"shop","sha256":"0000000000000000000000000000000000000000000000000000000000000000","until":"never"}]""")]
    [InlineData("the name of a setting's key")]
    [InlineData("a setting's key")]
    [InlineData("the same name twice")]
    [InlineData("too much")]
    public async Task A_file_that_is_wrong_is_refused_whole_told_and_stops_a_start(string content)
    {
        var wrong = content switch
        {
            "the name of a setting's key" => Keys((RunningFront.ShopName, NewKey)),
            "a setting's key" => Keys(("new", RunningFront.ShopKey)),
            "the same name twice" => Keys(("new", NewKey), ("new", "another-key-of-the-shop")),
            "too much" => Keys(("new", NewKey)) + new string(' ', KeyFile.MaxBytes),
            _ => content,
        };
        using var file = new KeysOfFile(Keys(("old", OldKey)));
        await using var front = await StartAsync(file);

        file.Write(wrong);
        await HealthSaysAsync(front, isWell: false);
        Assert.Equal("old", await NameAsync(front, OldKey));
        Assert.Null(await NameAsync(front, NewKey));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(file));
        Assert.StartsWith("FlashFlow:Front:KeysFile: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);

        File.Delete(file.Path);
        await HealthSaysAsync(front, isWell: false);
        file.Write(Keys(("old", OldKey)));
        await HealthSaysAsync(front, isWell: true);
        Assert.Equal("old", await NameAsync(front, OldKey));
    }

    [Fact]
    public async Task A_file_that_is_not_there_stops_a_start()
    {
        using var file = new KeysOfFile("[]");
        File.Delete(file.Path);

        await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(file));
    }

    private Task<RunningFront> StartAsync(KeysOfFile file) =>
        RunningFront.StartAsync(Sandbox, [.. RunningFront.WithNamedKeys, ("FlashFlow:Front:KeysFile", file.Path)]);

    private static Task HealthSaysAsync(RunningFront front, bool isWell) => Eventually.HoldsAsync(
        $"the file of keys to be {(isWell ? "used" : "refused")}",
        async () => (await front.GetAsync("/health/ready")) is { Status: 200 } health && health.Text.Contains("file of access keys", StringComparison.Ordinal) != isWell);

    // Whose key it is; null where it is nobody's.
    private static async Task<string?> NameAsync(RunningFront front, string key)
    {
        var answer = await front.CallAsync(HttpMethod.Get, "/access", key);
        return answer.Status == 401 ? null : answer.Is(200).GetProperty("name").GetString();
    }

    private static string Keys(params (string Name, string Key)[] keys) => Encoding.UTF8.GetString(KeyFile.Write(keys.Select(key => new NamedKey
    {
        Name = key.Name,
        Role = "shop",
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Key))),
    })));
}
