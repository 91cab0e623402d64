using FlashFlow.Core.Buying;

namespace FlashFlow.Grains;

/// <summary>How changes and states of orders lie in the buffers of batches and replies.</summary>
internal static class OrderParts
{
    public static void Write(this BinaryWriter writer, OrderChange change)
    {
        writer.Write(change.By ?? "");
        switch (change)
        {
            case OrderChange.Confirm confirm:
                writer.Write((byte)Kind.Confirm);
                writer.Write(confirm.PaymentRef);
                writer.Write7BitEncodedInt64(confirm.Amount);
                writer.Write(confirm.Currency);
                break;
            case OrderChange.Cancel cancel:
                writer.Write((byte)Kind.Cancel);
                writer.Write7BitEncodedInt(cancel.Quantity ?? -1);
                writer.Write(cancel.Key);
                writer.Write(cancel.Share);
                break;
            case OrderChange.Release:
                writer.Write((byte)Kind.Release);
                break;
            case OrderChange.Extend:
                writer.Write((byte)Kind.Extend);
                break;
            case OrderChange.Undo undo:
                writer.Write((byte)Kind.Undo);
                writer.Write(undo.PaymentRef);
                break;
            case OrderChange.Lapse:
                writer.Write((byte)Kind.Lapse);
                break;
        }
    }

    public static OrderChange ReadChange(this BinaryReader reader)
    {
        var by = reader.ReadString();
        return ReadKind(reader) with { By = by.Length == 0 ? null : by };
    }

    private static OrderChange ReadKind(BinaryReader reader) => (Kind)reader.ReadByte() switch
    {
        Kind.Confirm => new OrderChange.Confirm(reader.ReadString(), reader.Read7BitEncodedInt64(), reader.ReadString()),
        Kind.Cancel => new OrderChange.Cancel(reader.Read7BitEncodedInt() is >= 0 and var quantity ? quantity : null, reader.ReadString(), reader.ReadDouble()),
        Kind.Release => new OrderChange.Release(),
        Kind.Extend => new OrderChange.Extend(),
        Kind.Lapse => new OrderChange.Lapse(),
        Kind.Undo => new OrderChange.Undo(reader.ReadString()),
        var kind => throw new InvalidDataException($"There is no change of the kind {kind}."),
    };

    public static void Write(this BinaryWriter writer, OrderState state)
    {
        var has = (state.IsReinstated ? Has.Reinstated : 0)
            | (state.IsRefused ? Has.Refused : 0)
            | (state.PaymentRef is not null ? Has.Payment : 0)
            | (state.HeldAt is not null ? Has.Hold : 0);
        writer.Write((byte)state.Status);
        writer.Write((byte)has);
        writer.Write7BitEncodedInt64(state.AsOf.ToUnixTimeMilliseconds());
        if (has.HasFlag(Has.Hold))
        {
            writer.Write7BitEncodedInt64(state.HeldAt!.Value.ToUnixTimeMilliseconds());
            writer.Write7BitEncodedInt64(state.ExpiresAt!.Value.ToUnixTimeMilliseconds());
        }

        writer.Write7BitEncodedInt(state.Cancelled);
        writer.Write7BitEncodedInt64(state.Amount);
        writer.Write(state.Currency);
        if (has.HasFlag(Has.Payment))
            writer.Write(state.PaymentRef!);
    }

    public static OrderState ReadState(this BinaryReader reader)
    {
        var (status, has, asOf) = ((OrderStatus)reader.ReadByte(), (Has)reader.ReadByte(), reader.ReadTime());
        return new()
        {
            Status = status,
            AsOf = asOf,
            HeldAt = has.HasFlag(Has.Hold) ? reader.ReadTime() : null,
            ExpiresAt = has.HasFlag(Has.Hold) ? reader.ReadTime() : null,
            Cancelled = reader.Read7BitEncodedInt(),
            Amount = reader.Read7BitEncodedInt64(),
            Currency = reader.ReadString(),
            PaymentRef = has.HasFlag(Has.Payment) ? reader.ReadString() : null,
            IsReinstated = has.HasFlag(Has.Reinstated),
            IsRefused = has.HasFlag(Has.Refused),
        };
    }

    private static DateTimeOffset ReadTime(this BinaryReader reader) => DateTimeOffset.FromUnixTimeMilliseconds(reader.Read7BitEncodedInt64());

    private enum Kind : byte
    {
        Confirm,
        Release,
        Extend,
        Cancel,
        Lapse,
        Undo,
    }

    [Flags]
    private enum Has : byte
    {
        Hold = 1,
        Payment = 2,
        Reinstated = 4,
        Refused = 8,
    }
}
