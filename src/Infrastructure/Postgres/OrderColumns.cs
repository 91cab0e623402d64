using FlashFlow.Core.Rebuilding;
using Npgsql;

namespace FlashFlow.Infrastructure.Postgres;

/// <summary>An order as it is read from the table orders.</summary>
internal static class OrderColumns
{
    /// <summary>The columns, in the order in which they are read.</summary>
    public const string Names = "order_id, position, quantity, coalesce(shopper_id, ''), coalesce(orders.seq, position), orders.state";

    /// <summary>The first column after them.</summary>
    public const int Next = 6;

    /// <summary>The order of a row.</summary>
    public static SoldOrder Read(NpgsqlDataReader row)
    {
        var order = new SoldOrder(row.GetGuid(0), row.GetInt32(1), row.GetInt32(2), row.GetString(3)) { Seq = row.GetInt32(4) };
        if (row.IsDBNull(5))
            return order;
        var (state, isPartial) = OrderStateJson.Read(row.GetString(5));
        return order with { State = state, IsPartial = isPartial };
    }
}
