namespace FlashFlow.WebFront.Tests;

/// <summary>How the front's process starts, and how it does not.</summary>
public sealed class ProgramTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Theory]
    [InlineData("FlashFlow:Guard:MaxBatch", "0")]
    [InlineData("FlashFlow:Guard:MaxBatch", "2001")]
    [InlineData("FlashFlow:Guard:MaxBatch", "abc")]
    [InlineData("FlashFlow:Guard:MaxWaiting", "0")]
    [InlineData("FlashFlow:Guard:SoldOutMemoryMilliseconds", "-1")]
    [InlineData("FlashFlow:Front:OperatorKey", "short")]
    [InlineData("FlashFlow:Front:OperatorKey", "               ")]
    [InlineData("FlashFlow:Front:MaxQuantity", "0")]
    [InlineData("FlashFlow:Front:DemoMode", "perhaps")]
    [InlineData("FlashFlow:Front:TrustedProxies", "10.0.0.1, nonsense")]
    [InlineData("FlashFlow:Front:TrustedProxies", "10.0.0.0/33")]
    [InlineData("FlashFlow:Front:KeysFile", "/no/such/file")]
    [InlineData("FlashFlow:Front:ShopperTokens", "perhaps")]
    [InlineData("FlashFlow:Front:ShopperTokens", "7")]
    [InlineData("FlashFlow:ShopperTokens:KeysAddress", "http://shop.example/keys")]
    [InlineData("FlashFlow:ShopperTokens:KeysAddress", "nonsense")]
    [InlineData("FlashFlow:ShopperTokens:RefreshSeconds", "9")]
    [InlineData("FlashFlow:ShopperTokens:SkewSeconds", "301")]
    [InlineData("FlashFlow:ShopperTokens:SignInPage", "javascript:alert(1)")]
    [InlineData("FlashFlow:ShopperTokens:RefreshSeconds", "soon")]
    [InlineData("FlashFlow:ShopperTokens:SkewSeconds", "-1")]
    [InlineData("FlashFlow:Webhooks:AllowPrivateAddresses", "perhaps")]
    [InlineData("FlashFlow:Webhooks:TimeoutMilliseconds", "99")]
    [InlineData("FlashFlow:RateLimit:RefusedKeysPerMinute", "-1")]
    [InlineData("FlashFlow:RateLimit:PerShopperPerSecond", "-1")]
    [InlineData("FlashFlow:RateLimit:ShopperBurst", "0")]
    [InlineData("FlashFlow:RateLimit:PerAddressPerSecond", "-1")]
    [InlineData("FlashFlow:RateLimit:AddressBurst", "0")]
    [InlineData("FlashFlow:Connections:MaxOpen", "0")]
    [InlineData("FlashFlow:Connections:HeadSeconds", "0")]
    [InlineData("FlashFlow:Connections:SlownessSeconds", "1")]
    [InlineData("FlashFlow:Connections:MaxHeaders", "many")]
    [InlineData("FlashFlow:Redis:Configuration", "")]
    [InlineData("FlashFlow:Redis:Configuration", "127.0.0.1:6379,nonsense=1")]
    [InlineData("FlashFlow:Redis:Prefix", "two words")]
    [InlineData("FlashFlow:Redis:DeadlineMilliseconds", "1")]
    [InlineData("FlashFlow:RabbitMq:Uri", "")]
    [InlineData("FlashFlow:RabbitMq:Uri", "nonsense")]
    [InlineData("FlashFlow:RabbitMq:Uri", "http://127.0.0.1:5672")]
    [InlineData("FlashFlow:RabbitMq:Uri", "amqp://127.0.0.1:port")]
    [InlineData("FlashFlow:RabbitMq:Uri", "amqp://127.0.0.1,http://127.0.0.1")]
    [InlineData("FlashFlow:RabbitMq:Prefix", "*")]
    [InlineData("FlashFlow:Postgres:ConnectionString", "nonsense")]
    [InlineData("FlashFlow:Postgres:ConnectionString", "Host=127.0.0.1;Port=many")]
    [InlineData("FlashFlow:Postgres:CommandTimeoutSeconds", "0")]
    [InlineData("FlashFlow:Guard:Mode", "both")]
    [InlineData("FlashFlow:Guard:Mode", "7")]
    [InlineData("FlashFlow:Cluster:Id", "two words")]
    [InlineData("FlashFlow:Cluster:AttemptMilliseconds", "0")]
    [InlineData("FlashFlow:Relay:Workers", "0", GuardModes.Standalone)]
    [InlineData("FlashFlow:Relay:SweepIntervalMilliseconds", "10", GuardModes.Standalone)]
    public async Task A_wrong_setting_ends_the_start_with_a_sentence_that_names_the_key(string key, string value, string? mode = null)
    {
        var (exitCode, error) = await RunAsync(mode is null ? [(key, value)] : [(GuardModes.Setting, mode), (key, value)]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("flashflow: cannot start: ", error, StringComparison.Ordinal);
        Assert.Contains(key, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("Name", "")]
    [InlineData("Name", "two words")]
    [InlineData("Name", "operator")]
    [InlineData("Name", RunningFront.NamedOperator)]
    [InlineData("Role", null)]
    [InlineData("Role", "owner")]
    [InlineData("Role", "7")]
    [InlineData("Sha256", null)]
    [InlineData("Sha256", "the-key-itself")]
    [InlineData("Sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("Sha256", "g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("Sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")] // Of nothing.
    public async Task A_wrong_named_key_ends_the_start_with_a_sentence_that_names_it(string member, string? value)
    {
        var key = $"FlashFlow:Front:Keys:1:{member}";
        var settings = RunningFront.Named(0, RunningFront.NamedOperator, "operator", "another-key")
            .Concat(RunningFront.Named(1, RunningFront.ShopName, "shop", RunningFront.ShopKey).Where(setting => setting.Key != key));

        var (exitCode, error) = await RunAsync([.. settings, .. value is null ? Array.Empty<(string, string)>() : [(key, value)]]);

        Assert.Equal(1, exitCode);
        Assert.Contains(key, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Two_names_with_one_key_end_the_start_with_a_sentence_that_names_the_second()
    {
        var (exitCode, error) = await RunAsync(
            [.. RunningFront.Named(0, "one", "shop", RunningFront.ShopKey), .. RunningFront.Named(1, "two", "operator", RunningFront.ShopKey)]);

        Assert.Equal(1, exitCode);
        Assert.Contains("FlashFlow:Front:Keys:1:Sha256", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FlashFlow:ShopperTokens:Issuer", "")]
    [InlineData("FlashFlow:ShopperTokens:Audience", "")]
    [InlineData("FlashFlow:ShopperTokens:KeysAddress", "", "FlashFlow:ShopperTokens:KeysFile", "")]
    [InlineData("FlashFlow:ShopperTokens:KeysFile", "/no/such/file")]
    [InlineData("FlashFlow:ShopperTokens:KeysAddress", "https://shop.example/keys")]
    [InlineData("FlashFlow:Front:ShopperTokens", "required", "FlashFlow:Front:DemoMode", "true")]
    public async Task Shopper_tokens_without_all_that_they_need_end_the_start_with_a_sentence_that_names_it(
        string key, string value, string? otherKey = null, string? otherValue = null)
    {
        using var shop = new SigningShop();
        using var file = new KeysOfFile(shop.Pem);
        (string, string)[] wrong = [(key, value), .. otherKey is null ? Array.Empty<(string, string)>() : [(otherKey, otherValue!)]];

        var (exitCode, error) = await RunAsync([.. file.Settings("required"), .. wrong]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("flashflow: cannot start: ", error, StringComparison.Ordinal);
        Assert.Contains(key, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("optional")]
    [InlineData("Required")]
    public async Task With_all_that_shopper_tokens_need_it_starts(string mode)
    {
        using var shop = new SigningShop();
        using var file = new KeysOfFile(shop.Pem);

        Assert.Equal((0, ""), await RunAsync(file.Settings(mode)));
    }

    [Fact]
    public async Task An_address_that_is_taken_ends_the_start_with_a_sentence_that_names_it()
    {
        var (exitCode, error) = await RunAsync(("urls", $"http://{Front.Address.Authority}"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("flashflow: cannot start: ", error, StringComparison.Ordinal);
        Assert.Contains(Front.Address.Authority, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_right_settings_it_runs_until_it_is_told_to_stop()
    {
        Assert.Equal((0, ""), await RunAsync([RunningFront.WithOperatorKey, .. RunningFront.WithNamedKeys]));
    }

    private Task<(int ExitCode, string Error)> RunAsync(params (string Key, string Value)[] settings) =>
        ServiceRun.ToEndAsync(() => RunningFront.Build(Sandbox, settings));
}
