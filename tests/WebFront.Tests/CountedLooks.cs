using System.Reflection;
using FlashFlow.Core.Guarding;
using Microsoft.Extensions.DependencyInjection;

namespace FlashFlow.WebFront.Tests;

/// <summary>The ledger of a front, where a test counts how often it is read.</summary>
public class CountedLooks : DispatchProxy
{
    private ISaleLedger? ledger;
    private int looks;
    private int lists;

    /// <summary>Looks at sales so far.</summary>
    public int Looks => Volatile.Read(ref looks);

    /// <summary>Readings of all products so far.</summary>
    public int Lists => Volatile.Read(ref lists);

    /// <summary>Counts for a front that is built with these services.</summary>
    public static Action<IServiceCollection> In(out CountedLooks counted)
    {
        var proxy = Create<ISaleLedger, CountedLooks>();
        var counts = counted = (CountedLooks)(object)proxy;
        return services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(ISaleLedger)).ImplementationType!;
            services.AddSingleton(provider =>
            {
                counts.ledger = (ISaleLedger)ActivatorUtilities.CreateInstance(provider, real);
                return proxy;
            });
        };
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(ISaleLedger.LookAsync))
            Interlocked.Increment(ref looks);
        if (targetMethod.Name == nameof(ISaleLedger.ListProductsAsync))
            Interlocked.Increment(ref lists);
        return targetMethod.Invoke(ledger, args);
    }
}
