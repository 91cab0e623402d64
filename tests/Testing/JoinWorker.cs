using System.Globalization;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Testing;

/// <summary>Does the work of a challenge, as a shopper's browser does.</summary>
public static class JoinWorker
{
    /// <summary>Finds a number with which the hash of <c>challenge.number</c> begins with so many zero bits.</summary>
    /// <returns><c>challenge.number</c>.</returns>
    public static string Solve(string challenge, int bits)
    {
        for (long number = 0; ; number++)
        {
            var work = string.Create(CultureInfo.InvariantCulture, $"{challenge}.{number}");
            if (JoinWork.ZeroBits(work) >= bits)
                return work;
        }
    }
}
