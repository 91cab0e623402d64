using System.Net;
using System.Reflection;
using FlashFlow.Console.Access;
using FlashFlow.WebFront;

namespace FlashFlow.Console.Tests.Access;

public sealed class DemoKeysTests
{
    public static TheoryData<string> KeysOfDemo =>
    [
        .. typeof(FrontOptions).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(constant => constant.IsLiteral && constant.Name.StartsWith("Demo", StringComparison.Ordinal))
            .Select(constant => (string)constant.GetValue(null)!),
    ];

    [Theory]
    [MemberData(nameof(KeysOfDemo))]
    public void Every_key_of_the_fronts_demo_mode_opens_nothing_from_another_machine(string key)
    {
        Assert.False(DemoKeys.MayComeFrom(IPAddress.Parse("10.0.0.7"), key));
        Assert.False(DemoKeys.MayComeFrom(null, key));
        Assert.True(DemoKeys.MayComeFrom(IPAddress.Loopback, key));
        Assert.True(DemoKeys.MayComeFrom(IPAddress.IPv6Loopback, key));
    }

    [Fact]
    public void Every_other_key_may_come_from_anywhere() => Assert.True(DemoKeys.MayComeFrom(IPAddress.Parse("10.0.0.7"), "another-key-of-somebody"));
}
