namespace FlashFlow.WebFront.Tests.Operators;

/// <summary>When a sale opens and closes, as operators write it.</summary>
public sealed class SaleTimeTests(ClusterFront shared) : SharedFrontTests(shared)
{
    [Theory]
    [InlineData("opensAt", "2030-01-01T10:00:00")]
    [InlineData("opensAt", "2030-01-01T10:00:00.123")]
    [InlineData("opensAt", "2030-01-01T10:00")]
    [InlineData("opensAt", "2030-01-01")]
    [InlineData("closesAt", "2030-01-01T10:00:00")]
    [InlineData("cancelUntil", "2030-01-01T10:00:00")]
    public async Task A_time_without_a_zone_is_refused_and_told_what_is_missing(string member, string time)
    {
        var answer = await IsRefusedAsync(422, "invalid_time", () => PutAsync(member, time));

        Assert.Equal(
            $"The member $.{member} must be a time with its zone, such as 2030-01-01T10:00:00Z.", answer.Json.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("2030-01-01T10:00:00Z", "2030-01-01T10:00:00Z")]
    [InlineData("2030-01-01T10:00:00+02:00", "2030-01-01T08:00:00Z")]
    [InlineData("2030-01-01T10:00:00.5-05:30", "2030-01-01T15:30:00.5Z")]
    [InlineData("2030-01-01T10:00\\u002b02:00", "2030-01-01T08:00:00Z")]
    public async Task A_time_with_a_zone_is_that_moment(string time, string moment)
    {
        (await PutAsync("opensAt", time)).Is(201);

        Assert.Equal(DateTimeOffset.Parse(moment, null), (await SaleAsync()).Definition.OpensAt);
    }

    private Task<HttpAnswer> PutAsync(string member, string time) => Front.OperateAsync(
        HttpMethod.Put, $"/products/{Product}", RunningFront.Json($$"""{"name":"Phone","stock":10,"{{member}}":"{{time}}"}"""));
}
