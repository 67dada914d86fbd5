package org.openimr.server.store.hapi;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;

/**
 * Leaves each of HAPI's JPA repositories unmade until it is first used.
 *
 * <p>Making one parses and checks all its queries; there are more than fifty, and most serve
 * features that a given run never touches. What asks for a repository gets a stand-in that fetches
 * the real one at its first call.
 */
public final class LazyRepositories implements BeanFactoryPostProcessor {

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
    for (String name :
        factory.getBeanNamesForType(RepositoryFactoryBeanSupport.class, true, false)) {
      BeanDefinition definition =
          factory.getBeanDefinition(name.startsWith("&") ? name.substring(1) : name);
      definition.setLazyInit(true);
    }
    LazyResolver resolver = new LazyResolver();
    resolver.setBeanFactory(factory);
    ((DefaultListableBeanFactory) factory).setAutowireCandidateResolver(resolver);
  }

  private static final class LazyResolver extends ContextAnnotationAutowireCandidateResolver {
    @Override
    protected boolean isLazy(DependencyDescriptor descriptor) {
      return Repository.class.isAssignableFrom(descriptor.getDependencyType())
          || super.isLazy(descriptor);
    }
  }
}
