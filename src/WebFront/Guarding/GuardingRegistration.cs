using FlashFlow.Infrastructure;

namespace FlashFlow.WebFront.Guarding;

/// <summary>Makes a front one that sells: its guards, and what stands behind them.</summary>
internal static class GuardingRegistration
{
    /// <summary>Guards in the way that <c>FlashFlow:Guard:Mode</c> says.</summary>
    /// <exception cref="InvalidOperationException">The setting is no mode.</exception>
    public static WebApplicationBuilder AddGuarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StockGuards>().AddRedisStockNews();
        return GuardModeOptions.Read(builder.Configuration).Mode == GuardMode.Cluster ? builder.GuardByGrains() : builder.GuardHere();
    }
}
