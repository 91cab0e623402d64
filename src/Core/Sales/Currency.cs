using System.Text.Json.Serialization;

namespace FlashFlow.Core.Sales;

/// <summary>A currency of ISO 4217 (https://www.six-group.com/en/products-services/financial-information/data-standards.html), by its alphabetic code.</summary>
[JsonConverter(typeof(CurrencyJson))]
public sealed record Currency
{
    // Those that have other minor units than hundredths.
    private static readonly Dictionary<string, int> OtherDigits = new()
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0, ["RWF"] = 0,
        ["UGX"] = 0, ["UYI"] = 0, ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
        ["CLF"] = 4, ["UYW"] = 4,
    };

    private static readonly HashSet<string> Hundredths =
    [
        .. ("AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK "
            + "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP "
            + "LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
            + "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST "
            + "XCD XCG YER ZAR ZMW ZWG").Split(' '),
    ];

    /// <summary>Digits of a price that says no currency.</summary>
    public const int UsualDigits = 2;

    private Currency(string code, int digits) => (Code, Digits) = (code, digits);

    /// <summary>Three capital letters.</summary>
    public string Code { get; }

    /// <summary>Digits of a price after the decimal point, 0 to 4.</summary>
    public int Digits { get; }

    /// <summary>A price in minor units, such as cents; in hundredths where it says no currency.</summary>
    public static decimal InMinorUnits(decimal price, Currency? currency) => price * (int)Math.Pow(10, currency?.Digits ?? UsualDigits);

    /// <summary>The currency of a code; null for one that is none.</summary>
    public static Currency? Find(string code) =>
        OtherDigits.TryGetValue(code, out var digits) ? new(code, digits) : Hundredths.Contains(code) ? new(code, UsualDigits) : null;

    /// <inheritdoc/>
    public override string ToString() => Code;
}
