using FlashFlow.Core.Guarding;
using FlashFlow.Core.Rooms;
using FlashFlow.Core.Sales;

namespace FlashFlow.Grains;

// How Core's records travel between the processes of a cluster, without Core knowing of it.

/// <summary>A <see cref="SaleDefinition"/> on its way.</summary>
[GenerateSerializer, Alias("FlashFlow.SaleDefinition")]
public record struct SaleDefinitionSurrogate(
    [property: Id(0)] string ProductId,
    [property: Id(1)] string Name,
    [property: Id(2)] decimal Price,
    [property: Id(3)] int Stock,
    [property: Id(4)] int LimitPerShopper,
    [property: Id(5)] DateTimeOffset? OpensAt,
    [property: Id(6)] DateTimeOffset? ClosesAt,
    [property: Id(7)] string? Currency,
    [property: Id(8)] int HoldSeconds,
    [property: Id(9)] int HoldMaxSeconds,
    [property: Id(10)] DateTimeOffset? CancelUntil,
    [property: Id(11)] int ReturnAfterSeconds,
    [property: Id(12)] string? Family,
    [property: Id(13)] string? Bundle,
    [property: Id(14)] string? Room);

/// <summary>A <see cref="SaleEvent"/> on its way.</summary>
[GenerateSerializer, Alias("FlashFlow.SaleEvent")]
public record struct SaleEventSurrogate(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Operator,
    [property: Id(2)] string What,
    [property: Id(3)] int Units);

/// <summary>A <see cref="SaleRecord"/> on its way.</summary>
[GenerateSerializer, Alias("FlashFlow.SaleRecord")]
public record struct SaleRecordSurrogate(
    [property: Id(0)] long Epoch,
    [property: Id(1)] SaleDefinition Definition,
    [property: Id(2)] byte State,
    [property: Id(3)] SaleEvent[] History);

/// <summary>Converts sale definitions.</summary>
[RegisterConverter]
public sealed class SaleDefinitionConverter : IConverter<SaleDefinition, SaleDefinitionSurrogate>
{
    /// <inheritdoc/>
    public SaleDefinition ConvertFromSurrogate(in SaleDefinitionSurrogate surrogate) => new()
    {
        ProductId = surrogate.ProductId,
        Name = surrogate.Name,
        Price = surrogate.Price,
        Stock = surrogate.Stock,
        LimitPerShopper = surrogate.LimitPerShopper,
        OpensAt = surrogate.OpensAt,
        ClosesAt = surrogate.ClosesAt,
        Currency = surrogate.Currency is { } code ? Currency.Find(code) : null,
        HoldSeconds = surrogate.HoldSeconds,
        HoldMaxSeconds = surrogate.HoldMaxSeconds,
        CancelUntil = surrogate.CancelUntil,
        ReturnAfterSeconds = surrogate.ReturnAfterSeconds,
        Family = surrogate.Family,
        Bundle = Bundle.Parse(surrogate.Bundle ?? ""),
        Room = Room.Parse(surrogate.Room ?? ""),
    };

    /// <inheritdoc/>
    public SaleDefinitionSurrogate ConvertToSurrogate(in SaleDefinition value) => new(
        value.ProductId, value.Name, value.Price, value.Stock, value.LimitPerShopper, value.OpensAt, value.ClosesAt,
        value.Currency?.Code, value.HoldSeconds, value.HoldMaxSeconds, value.CancelUntil, value.ReturnAfterSeconds,
        value.Family, value.Bundle?.ToString(), value.Room?.ToString());
}

/// <summary>Converts changes of sales.</summary>
[RegisterConverter]
public sealed class SaleEventConverter : IConverter<SaleEvent, SaleEventSurrogate>
{
    /// <inheritdoc/>
    public SaleEvent ConvertFromSurrogate(in SaleEventSurrogate surrogate) =>
        new(surrogate.At, surrogate.Operator, surrogate.What, surrogate.Units);

    /// <inheritdoc/>
    public SaleEventSurrogate ConvertToSurrogate(in SaleEvent value) => new(value.At, value.Operator, value.What, value.Units);
}

/// <summary>Converts records of sales.</summary>
[RegisterConverter]
public sealed class SaleRecordConverter : IConverter<SaleRecord, SaleRecordSurrogate>
{
    /// <inheritdoc/>
    public SaleRecord ConvertFromSurrogate(in SaleRecordSurrogate surrogate) =>
        new(surrogate.Epoch, surrogate.Definition, (SaleState)surrogate.State, surrogate.History);

    /// <inheritdoc/>
    public SaleRecordSurrogate ConvertToSurrogate(in SaleRecord value) =>
        new(value.Epoch, value.Definition, (byte)value.State, [.. value.History]);
}

/// <summary>A failure that callers know how to handle, on its way.</summary>
[GenerateSerializer, Alias("FlashFlow.Failure")]
public record struct FailureSurrogate([property: Id(0)] string Message);

/// <summary>Converts what a silent ledger leads to.</summary>
[RegisterConverter]
public sealed class LedgerUnavailableConverter : IConverter<LedgerUnavailableException, FailureSurrogate>
{
    /// <inheritdoc/>
    public LedgerUnavailableException ConvertFromSurrogate(in FailureSurrogate surrogate) => new(surrogate.Message);

    /// <inheritdoc/>
    public FailureSurrogate ConvertToSurrogate(in LedgerUnavailableException value) => new(value.Message);
}

/// <summary>Converts what a silent store leads to.</summary>
[RegisterConverter]
public sealed class SaleStoreUnavailableConverter : IConverter<SaleStoreUnavailableException, FailureSurrogate>
{
    /// <inheritdoc/>
    public SaleStoreUnavailableException ConvertFromSurrogate(in FailureSurrogate surrogate) => new(surrogate.Message);

    /// <inheritdoc/>
    public FailureSurrogate ConvertToSurrogate(in SaleStoreUnavailableException value) => new(value.Message);
}
