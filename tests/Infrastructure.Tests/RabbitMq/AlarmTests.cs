using FlashFlow.Core.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FlashFlow.Infrastructure.Tests.RabbitMq;

/// <summary>A broker that is short of memory reads nothing from those who publish, and says so only to them.</summary>
public sealed class AlarmTests : SandboxTests
{
    [ServersFact]
    public async Task A_broker_under_an_alarm_is_told_of_by_the_health_check_and_goes_on_by_itself()
    {
        await using var health = Sandbox.BuildServices(services => services.AddHealthChecks().AddRabbitMq(whenAway: HealthStatus.Degraded));
        var checks = health.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await checks.CheckHealthAsync()).Status);
        var entry = new OutboxEntry("phone", "1-1", "hello"u8.ToArray());

        await Servers.RabbitMqCtlAsync("set_vm_memory_high_watermark", "0.0001");
        try
        {
            var report = await Eventually.SeesAsync("the alarm in the check", () => checks.CheckHealthAsync(), report => report.Status == HealthStatus.Degraded);
            Assert.Equal("RabbitMQ takes no messages for now, because of an alarm: low on memory.", report.Entries["rabbitmq"].Description);
            var publisher = health.GetRequiredService<IOrderPublisher>();
            await Assert.ThrowsAsync<BrokerUnavailableException>(() => publisher.PublishAsync([entry]).Within("the refusal"));
        }
        finally
        {
            await Servers.RabbitMqCtlAsync("set_vm_memory_high_watermark", "0.4");
        }

        await Eventually.SeesAsync("the check to be well again", () => checks.CheckHealthAsync(), report => report.Status == HealthStatus.Healthy);
        await health.GetRequiredService<IOrderPublisher>().PublishAsync([entry]).Within("a confirm");
    }
}
