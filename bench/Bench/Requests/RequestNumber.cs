using System.Text;

namespace FlashFlow.Bench.Requests;

/// <summary>A number that stands in a request in ten digits, and is written over from one to the next.</summary>
internal static class RequestNumber
{
    private const int Digits = 10;

    /// <summary>What stands in its place at first.</summary>
    public static readonly string Blank = new('0', Digits);

    /// <summary>The same as bytes, to be found.</summary>
    public static readonly byte[] BlankBytes = Encoding.ASCII.GetBytes(Blank);

    /// <summary>Writes the number.</summary>
    /// <param name="request">The request.</param>
    /// <param name="at">Where its first digit is.</param>
    /// <param name="number">0 to 9,999,999,999.</param>
    public static void Write(byte[] request, int at, long number)
    {
        for (var digit = at + Digits - 1; digit >= at; digit--, number /= 10)
            request[digit] = (byte)('0' + (number % 10));
    }
}
