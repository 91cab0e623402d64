using FlashFlow.Core.Guarding;

namespace FlashFlow.Core.Live;

/// <summary>The way from guards to fronts for what changed. News may be lost or come twice or late: nothing rests on them but speed.</summary>
public interface IStockNews
{
    /// <summary>Tells every front that follows the product.</summary>
    Task PublishAsync(StockLevel level);
}
