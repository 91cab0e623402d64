using FlashFlow.Infrastructure;

namespace FlashFlow.WebFront.Guarding;

/// <summary>Makes a front one that sells: its guards, and what stands behind them.</summary>
internal static class GuardingRegistration
{
    /// <summary>Guards in the way that <c>FlashFlow:Guard:Mode</c> says.</summary>
    /// <exception cref="InvalidOperationException">The setting is no mode.</exception>
    public static WebApplicationBuilder AddGuarding(this WebApplicationBuilder builder)
    {
        var setting = builder.Configuration["FlashFlow:Guard:Mode"];
        if (!Enum.TryParse<GuardMode>(setting ?? nameof(GuardMode.Cluster), ignoreCase: true, out var mode) || !Enum.IsDefined(mode))
            throw new InvalidOperationException($"FlashFlow:Guard:Mode: '{setting}' is neither cluster nor standalone.");

        builder.Services.AddValidatedOptions<GuardModeOptions>("FlashFlow:Guard").AddSingleton<StockGuards>().AddRedisStockNews();
        return mode == GuardMode.Cluster ? builder.GuardByGrains() : builder.GuardHere();
    }
}
