using System.Diagnostics;
using FlashFlow.Core.Draining;
using FlashFlow.Core.Guarding;
using FlashFlow.Core.Outbox;

namespace FlashFlow.FaultHost;

/// <summary>The one place at which this process dies (SIGKILL, without notice) or stands still.</summary>
/// <param name="name">One of the names below.</param>
/// <param name="stalls">It stands still there, to be killed from outside.</param>
internal sealed class FaultPoint(string name, bool stalls)
{
    /// <summary>The ledger's script has accepted; nobody has heard of it.</summary>
    public const string AfterScript = "after-script";

    /// <summary>The relay is about to publish.</summary>
    public const string BeforePublish = "before-publish";

    /// <summary>The broker has confirmed; the entry lies in the outbox.</summary>
    public const string AfterPublish = "after-publish";

    /// <summary>The transaction is committed; nothing is acknowledged.</summary>
    public const string AfterInsert = "after-insert";

    /// <summary>An order of a split batch is stored, the next is not.</summary>
    public const string BetweenRows = "between-rows";

    /// <summary>Puts the point between the engine and its ports.</summary>
    public void Adapt(IServiceCollection services)
    {
        DecorateLedger(services);
        Decorate<IOrderPublisher>(services, publisher => new FaultyPublisher(publisher, this));
        Decorate<IOrderStore>(services, store => new FaultyStore(store, this));
    }

    /// <summary>Returns at once, unless this is the place: then never.</summary>
    public async Task PassAsync(string place)
    {
        if (place != name)
            return;
        await Console.Out.WriteLineAsync($"at fault point {name}");
        await Console.Out.FlushAsync();
        if (!stalls)
            Process.GetCurrentProcess().Kill();
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    // A drain has none.
    private void DecorateLedger(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.IsKeyedService && StockLedgers.InRedis.Equals(service.ServiceKey)) is not { } real)
            return;
        services.Remove(real);
        services.AddKeyedSingleton<IStockLedger>(StockLedgers.InRedis, (provider, _) => new FaultyLedger(
            (IStockLedger)ActivatorUtilities.CreateInstance(provider, real.KeyedImplementationType!), this));
    }

    // The last registration is the one that is used.
    private static void Decorate<TPort>(IServiceCollection services, Func<TPort, TPort> wrap)
        where TPort : class
    {
        if (services.LastOrDefault(service => service.ServiceType == typeof(TPort) && !service.IsKeyedService) is not { } real)
            return;
        services.Remove(real);
        services.AddSingleton(provider => wrap((TPort)(real.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!))));
    }
}
