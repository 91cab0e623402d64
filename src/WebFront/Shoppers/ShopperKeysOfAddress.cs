using System.Threading.Channels;

namespace FlashFlow.WebFront.Shoppers;

/// <summary>
/// The shop's public keys at an address. They are asked for in the background, one call at a time, every so often and when a token names a key
/// that is not known, but never twice within ten seconds: whoever invents keys makes no crowd of calls. While the address is away, the
/// keys that it told last hold.
/// </summary>
internal sealed class ShopperKeysOfAddress : BackgroundService, IShopperKeys
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(2);

    private readonly ShopperTokenOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<ShopperKeysOfAddress> logger;
    private readonly Channel<bool> asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = ShopperKeyReader.MaxBytes,
    };

    private byte[]? content;
    private volatile ShopperKeySet? current;
    private volatile string? trouble = "They have not been asked for yet.";

    public ShopperKeysOfAddress(ShopperTokenOptions options, TimeProvider time, ILogger<ShopperKeysOfAddress> logger) =>
        (this.options, this.time, this.logger) = (options, time, logger);

    public ShopperKeySet? Current => current;

    public string? Trouble => trouble;

    public void AskAgain() => asked.Writer.TryWrite(true);

    public override void Dispose()
    {
        client.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await FetchAsync(stoppingToken))
            {
                await Task.Delay(Rest, time, stoppingToken);
                await AskedAsync(TimeSpan.FromSeconds(options.RefreshSeconds) - Rest, stoppingToken);
            }
            else
            {
                await Task.Delay(RestAfterFailure, time, stoppingToken);
            }
        }
    }

    private async Task<bool> FetchAsync(CancellationToken stop)
    {
        try
        {
            var told = await client.GetByteArrayAsync(new Uri(options.KeysAddress!), stop);
            if (content is null || !told.AsSpan().SequenceEqual(content))
            {
                current = ShopperKeyReader.Read(told);
                content = told;
                logger.LogInformation("The keys of shopper tokens were read: there are {Keys}", current.Keys.Count);
            }

            trouble = null;
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or InvalidDataException || (failure is TaskCanceledException && !stop.IsCancellationRequested))
        {
            Tell(failure is TaskCanceledException ? $"No answer came within {Patience.TotalSeconds:0} s." : failure.Message);
            return false;
        }
    }

    private void Tell(string reason)
    {
        if (reason != trouble)
            logger.LogError("The keys of shopper tokens cannot be read, and those that were read last hold. {Reason}", reason);
        trouble = reason;
    }

    // Until somebody asks, at most this long.
    private async Task AskedAsync(TimeSpan atMost, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(asked.Reader.WaitToReadAsync(end.Token).AsTask(), Task.Delay(atMost, time, end.Token));
        await end.CancelAsync();
        asked.Reader.TryRead(out _);
    }
}
